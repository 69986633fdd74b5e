"""Provinces that many tests want, laid once a run and cloned for each of them (tỉnh nạp sẵn cho kiểm thử)."""

from __future__ import annotations

from launcher.inside import testing


def everything() -> testing.Laid:
    """The demo province with its people and dossiers."""
    return testing.laid_by("everything", ["-m", "django", "demo"])


def people() -> testing.Laid:
    """The demo province with its people and procedures, and no dossier."""
    return testing.laid_by("people", ["-m", "tests.lay_people"])
