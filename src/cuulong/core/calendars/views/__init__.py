"""Screens of the calendar (màn hình lịch làm việc)."""
