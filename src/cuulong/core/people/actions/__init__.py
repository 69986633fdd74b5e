"""What can be done with accounts and appointments; one verb per file (thao tác)."""
