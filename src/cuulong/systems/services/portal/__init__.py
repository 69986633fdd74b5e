"""The national portal beside us: its dossiers come in, ours and their progress go out (kết nối Cổng Dịch vụ công quốc gia)."""
