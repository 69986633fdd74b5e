"""Screens of money (màn hình thu phí)."""
