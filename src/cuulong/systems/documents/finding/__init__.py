"""Finding documents: what search knows of them, the words of their files, and old registers that are imported (tìm kiếm)."""
