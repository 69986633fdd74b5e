"""Reading the national catalogue as it is downloaded; nothing is stored here (danh mục thủ tục hành chính quốc gia)."""
