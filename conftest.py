"""Fixtures of every test, those inside the systems too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from pytest_django.plugin import DjangoDbBlocker

from launcher.inside import testing

LONG = ("journeys", "launcher")  # folders whose tests start a whole product


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files begin first, so that none is left to run alone at the end."""
    items.sort(key=lambda item: item.path.parent.name not in LONG)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Stands in for pytest-django's own: a clone of the migrated template."""
    with django_db_blocker.unblock(), testing.database():
        yield


@pytest.fixture(autouse=True)
def nothing_kept_in_memory() -> None:
    """What a process holds for some seconds is forgotten between tests."""
    caches["local"].clear()
