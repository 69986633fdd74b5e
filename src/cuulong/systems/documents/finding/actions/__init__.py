"""What is done to make documents found (thao tác)."""
