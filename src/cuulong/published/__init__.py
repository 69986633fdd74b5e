"""Promises between systems, in plain Python: facts that happened and questions answered for others (giao ước liên hệ thống)."""
