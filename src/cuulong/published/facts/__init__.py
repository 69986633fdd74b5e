"""Past-tense events that systems tell each other; every class is versioned and has a golden schema (sự kiện)."""
