"""Taking in and giving back face to face (bộ phận một cửa, trung tâm phục vụ hành chính công)."""
