"""Building forms on screen without code (soạn biểu mẫu trên màn hình)."""
