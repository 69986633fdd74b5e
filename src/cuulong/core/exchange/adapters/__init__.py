"""Ways that packets travel: inside this installation, by the national axis, by mail (kênh liên thông)."""
