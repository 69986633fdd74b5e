"""Verbs over the calendar (cập nhật lịch làm việc)."""
