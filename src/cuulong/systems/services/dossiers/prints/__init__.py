"""State forms of a dossier: which set holds on a day, what each says, on screen and as A4 PDF (mẫu phiếu)."""
