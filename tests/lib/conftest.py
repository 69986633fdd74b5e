"""Tests of pure helpers: no database; properties are searched without a time limit."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("lib", deadline=None)
settings.load_profile("lib")


@pytest.fixture
def people_data() -> Path:
    """Public test data on names, holidays and payment codes; not part of the project."""
    folder = Path(__file__).parents[2].parent / "shared/data/10_people_calendar"
    if not folder.is_dir():
        pytest.skip("shared data absent: 10_people_calendar")
    return folder
