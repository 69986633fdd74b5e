"""What the house costs, each figure beside a floor measured in the same run (đo hiệu năng)."""
