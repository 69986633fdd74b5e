"""Agencies of the province through time, and bodies that are not agencies (cơ quan, tổ chức)."""
