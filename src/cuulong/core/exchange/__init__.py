"""Asking databases of the state, with a purpose, a ground and a record (khai thác dữ liệu dùng chung)."""
