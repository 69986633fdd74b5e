"""Signing PDF letters and telling whether a signature holds (chữ ký số)."""
