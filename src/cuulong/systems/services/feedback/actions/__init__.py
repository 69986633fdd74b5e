"""What is done with what people say back, one kind a file (xử lý ý kiến)."""
