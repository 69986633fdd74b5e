"""Fixtures of every test, those inside the systems too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from pytest_django.plugin import DjangoDbBlocker

from launcher.inside import testing


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Stands in for pytest-django's own: a clone of the migrated template."""
    with django_db_blocker.unblock(), testing.database():
        yield


@pytest.fixture(autouse=True)
def nothing_kept_in_memory() -> None:
    """What a process holds for some seconds is forgotten between tests."""
    caches["local"].clear()
