"""One index over everything that has a code, a name or a title (tìm kiếm)."""
