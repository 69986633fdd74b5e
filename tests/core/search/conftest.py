"""A shelf of things to find, and readers of different agencies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from cuulong.core import registry
from cuulong.core.organisations.models import Agency
from cuulong.core.organisations.queries import forget_tree
from cuulong.core.people.acting import Acting
from cuulong.core.people.testing import make_agency, make_official
from cuulong.core.registry import Right, Searchable, declare
from cuulong.core.search.index import Document, put
from cuulong.core.search.scopes import held, of_agencies
from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)


@dataclass
class Shelf:
    """What a pretended system knows of its letters; search only hears of it through the registry."""

    letters: dict[UUID, Document] = field(default_factory=dict)

    def add(self, title: str, *, agency: Agency | None = None, days_ago: int = 0, **more: Any) -> Ref:
        ref = Ref("test.letter", uuid7())
        at = NOON - timedelta(days=days_ago)
        put("test.letter", ref, title=title, scope=of_agencies(agency), at=at, **more)
        return ref


@pytest.fixture
def shelf(db: None, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.setattr(registry, "_declared", {kind: dict(shelf) for kind, shelf in registry._declared.items()})
    shelf = Shelf()
    declare(
        Right(code="test.letters", title="Xem thư", roles=frozenset({"specialist"})),
        Searchable(
            code="test.letter",
            title="Thư",
            scopes=lambda acting: held(acting, "test.letters"),
            url=lambda ref: f"/letters/{ref.uuid}/",
            reindex=lambda: shelf.letters.values(),
        ),
        Searchable(
            code="test.notice",
            title="Thông báo",
            scopes=lambda acting: None,
            url=lambda ref: f"/notices/{ref.uuid}/",
            reindex=list,
        ),
    )
    return shelf


@dataclass
class Wards:
    province: Agency
    long_chau: Agency
    room: Agency
    cai_nhum: Agency


@pytest.fixture
def wards(db: None) -> Wards:
    province = make_agency("ubnd-tinh", kind="province")
    long_chau = make_agency("long-chau", parent=province)
    made = Wards(
        province,
        long_chau,
        make_agency("long-chau--vh", kind="room", parent=long_chau),
        make_agency("cai-nhum", parent=province),
    )
    forget_tree()
    return made


@pytest.fixture
def reader() -> Callable[[Agency], Acting]:
    return lambda agency: Acting.of(make_official(f"cv-{agency.slug}", agency, "specialist"))


@pytest.fixture
def everyone() -> Acting:
    return Acting.system("test")
