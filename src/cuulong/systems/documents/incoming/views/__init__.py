"""Screens of incoming documents (màn hình văn bản đến)."""
