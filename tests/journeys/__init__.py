"""The province in a real browser, from home to a signed result (hành trình)."""
