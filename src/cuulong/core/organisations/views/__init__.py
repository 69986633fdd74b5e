"""Screens of the agencies (màn hình cơ quan, tổ chức)."""
