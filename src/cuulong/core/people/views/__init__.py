"""Screens of accounts and appointments (màn hình)."""
