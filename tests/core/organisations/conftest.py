"""The demo province's tree, an administrator and somebody without rights."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from cuulong.core.organisations.actions.load_tree import load_tree
from cuulong.core.organisations.models import Agency
from cuulong.core.organisations.queries import forget_tree
from cuulong.core.people.acting import Acting
from cuulong.lib.province import Province
from launcher.inside import testing

PROVINCES = Path(__file__).resolve().parents[3] / "provinces"


@pytest.fixture(autouse=True)
def no_memory_of_other_tests() -> Iterator[None]:
    forget_tree()
    yield
    forget_tree()


@pytest.fixture(scope="module")
def laid(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Province]:
    """The tree is laid once for the tests of a file, outside their transactions."""
    province = Province(PROVINCES / "vinhlong")
    with django_db_blocker.unblock(), testing.begun_from(testing.migrated()):
        load_tree(province)
        yield province
        testing.spoiled()


@pytest.fixture
def vinh_long(laid: Province, db: None) -> Province:
    """Vĩnh Long, laid by its own LoadStep."""
    return laid


@pytest.fixture
def machine() -> Acting:
    """May do everything a verb asks of it."""
    return Acting.system("test")


@pytest.fixture
def long_chau(vinh_long: Province) -> Agency:
    return Agency.objects.get(slug="commune-29551")


@pytest.fixture
def cai_nhum(vinh_long: Province) -> Agency:
    """Chánh Hội until 2020, then the town, now the commune of Cái Nhum."""
    return Agency.objects.get(slug="commune-29641")
