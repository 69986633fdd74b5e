"""Screens of what people say back (màn hình đánh giá, phản ánh, khiếu nại, tố cáo)."""
