"""What can be done with look-ups; one verb per file (thao tác)."""
