"""Procedures, online filing, one-stop counters and dossiers (dịch vụ công, một cửa)."""
