"""Verbs (thao tác)."""
