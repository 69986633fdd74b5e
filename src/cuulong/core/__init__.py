"""The kernel: what every system needs and none owns; it has never heard of a dossier (nền tảng dùng chung)."""
