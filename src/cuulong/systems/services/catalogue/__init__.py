"""What the province does for people: procedures and their versions (danh mục thủ tục hành chính)."""
