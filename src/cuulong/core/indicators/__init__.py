"""Figures that are queries: value, source rows, snapshots, opening balances (chỉ tiêu, số liệu)."""
