"""Forms that are data: defined, shown, read and checked (biểu mẫu điện tử)."""
