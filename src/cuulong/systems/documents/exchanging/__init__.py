"""Documents on their way between agencies: what core/exchange brings and carries (liên thông văn bản)."""
