"""A person's case from home to a signed result (hồ sơ thủ tục hành chính)."""
