"""What can be done with citizens and businesses; one verb per file (thao tác)."""
