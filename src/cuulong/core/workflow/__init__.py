"""Processes as tables and cases that walk through them (quy trình nội bộ)."""
