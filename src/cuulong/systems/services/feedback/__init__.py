"""What people say back: ratings, suggestions, complaints, denunciations (đánh giá, phản ánh, khiếu nại, tố cáo)."""
