"""My desk: what waits for me, what is late (bàn làm việc)."""
