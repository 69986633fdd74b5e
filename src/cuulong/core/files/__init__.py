"""Immutable files, addressed by their content and typed by it (tệp tin)."""
