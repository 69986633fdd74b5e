"""Cửu Long: the digital government of one Vietnamese province in one program (chính quyền số)."""
