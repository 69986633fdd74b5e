"""The workbench of processes: a table edited without code (soạn quy trình)."""
