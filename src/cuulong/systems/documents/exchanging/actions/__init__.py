"""What is done with documents that travel (thao tác liên thông)."""
