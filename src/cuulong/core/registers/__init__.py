"""Numbers given once and never twice, and the books they stand in (sổ đăng ký)."""
