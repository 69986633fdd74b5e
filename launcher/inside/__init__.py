"""What runs in the virtual environment, where psycopg and polib are installed (phần chạy trong môi trường)."""
