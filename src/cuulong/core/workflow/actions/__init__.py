"""What can be done to processes and cases (thao tác)."""
