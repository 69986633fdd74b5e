"""Screens of signing (màn hình chữ ký số)."""
