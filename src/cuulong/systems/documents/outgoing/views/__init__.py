"""Screens of outgoing documents (màn hình văn bản đi)."""
