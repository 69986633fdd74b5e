"""When offices are open: hours, days off, make-up working days (lịch làm việc)."""
