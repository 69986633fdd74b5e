"""How a test walks the routes of people (mẫu đường dẫn)."""
