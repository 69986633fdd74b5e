"""Verbs of forms that are being built (thao tác soạn biểu mẫu)."""
