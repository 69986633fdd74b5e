"""Verbs over figures (chốt số liệu)."""
