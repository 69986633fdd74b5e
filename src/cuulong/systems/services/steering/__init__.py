"""What the figures say, and who must act on them (điều hành, theo dõi)."""
