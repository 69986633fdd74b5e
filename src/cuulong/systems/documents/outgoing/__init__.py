"""Documents an agency writes, signs, numbers, seals and sends (văn bản đi)."""
