"""Screens of messages (màn hình tin báo)."""
