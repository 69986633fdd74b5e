"""Facts survive the way through JSON, and refuse what they do not promise."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

import pytest

from cuulong.lib.facts import Fact, FactError, Ref, schema_of

DOSSIER = Ref("services.dossier", UUID("01900000-0000-7000-8000-000000000001"))
AGENCY = Ref("organisations.agency", UUID("01900000-0000-7000-8000-000000000002"))


class Channel(StrEnum):
    ONLINE = "online"
    COUNTER = "counter"


@dataclass(frozen=True, slots=True)
class Fee:
    name: str
    amount: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierAccepted(Fact):
    name: ClassVar[str] = "services.dossier_accepted"
    version: ClassVar[int] = 2

    dossier: Ref
    agency: Ref
    due_at: datetime | None
    accepted_on: date
    channel: Channel
    share: Decimal
    fees: tuple[Fee, ...] = ()
    place: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RoomMoved(Fact):
    name: ClassVar[str] = "example.room_moved"

    building: Ref
    subject: Ref


@dataclass(frozen=True, kw_only=True, slots=True)
class NothingNamed(Fact):
    name: ClassVar[str] = "example.nothing_named"

    text: str


FACT = DossierAccepted(
    dossier=DOSSIER,
    agency=AGENCY,
    due_at=datetime(2026, 3, 9, 10, tzinfo=UTC),
    accepted_on=date(2026, 3, 2),
    channel=Channel.ONLINE,
    share=Decimal("0.10"),
    fees=(Fee("Lệ phí", 8000),),
    place=(10.0, 106.5),
)


def test_a_fact_comes_back_from_json_as_it_went() -> None:
    assert DossierAccepted.from_json(FACT.to_json()) == FACT


def test_json_of_a_fact_is_plain() -> None:
    assert FACT.to_json() == {
        "dossier": "services.dossier:01900000-0000-7000-8000-000000000001",
        "agency": "organisations.agency:01900000-0000-7000-8000-000000000002",
        "due_at": "2026-03-09T10:00:00+00:00",
        "accepted_on": "2026-03-02",
        "channel": "online",
        "share": "0.10",
        "fees": [{"name": "Lệ phí", "amount": 8000}],
        "place": [10.0, 106.5],
    }


def test_the_subject_is_the_first_thing_named() -> None:
    assert FACT.subject == DOSSIER


def test_a_fact_may_name_its_subject_itself() -> None:
    moved = RoomMoved(building=AGENCY, subject=DOSSIER)
    assert moved.subject == DOSSIER
    assert RoomMoved.from_json(moved.to_json()) == moved
    with pytest.raises(TypeError):
        RoomMoved(building=AGENCY)  # type: ignore[call-arg]


def test_a_fact_without_any_object_has_no_subject() -> None:
    with pytest.raises(FactError):
        _ = NothingNamed(text="x").subject


def test_fields_with_a_default_may_be_absent() -> None:
    data = FACT.to_json()
    del data["fees"]
    assert DossierAccepted.from_json(data).fees == ()


@pytest.mark.parametrize(
    "change",
    [
        {"dossier": "services.dossier"},
        {"dossier": 7},
        {"due_at": "2026-03-09T10:00:00"},
        {"accepted_on": "09/03/2026"},
        {"channel": "phone"},
        {"share": "much"},
        {"fees": [{"name": "Lệ phí"}]},
        {"fees": "none"},
        {"place": [1.0]},
        {"agency": None},
        {"stranger": 1},
    ],
)
def test_ill_formed_json_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(FactError):
        DossierAccepted.from_json(FACT.to_json() | change)


def test_a_missing_field_is_named() -> None:
    data = FACT.to_json()
    del data["agency"]
    with pytest.raises(FactError, match="agency"):
        DossierAccepted.from_json(data)


def test_a_moment_without_time_zone_is_not_published() -> None:
    fact = DossierAccepted(
        dossier=DOSSIER,
        agency=AGENCY,
        due_at=datetime(2026, 3, 9),
        accepted_on=date(2026, 3, 2),
        channel=Channel.COUNTER,
        share=Decimal(1),
    )
    with pytest.raises(FactError, match="time zone"):
        fact.to_json()


def test_the_schema_tells_every_field() -> None:
    schema: Any = schema_of(DossierAccepted)
    assert schema["title"] == "services.dossier_accepted"
    assert schema["version"] == 2
    assert schema["required"] == ["dossier", "agency", "due_at", "accepted_on", "channel", "share"]
    assert schema["properties"]["due_at"] == {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]}
    assert schema["properties"]["channel"] == {"enum": ["online", "counter"]}
    assert schema["properties"]["fees"]["items"]["required"] == ["name", "amount"]


def test_a_reference_is_read_as_it_was_written() -> None:
    assert Ref.parse(str(DOSSIER)) == DOSSIER


@pytest.mark.parametrize("text", ["", "dossier", "services.dossier:1", "Services.Dossier:" + "0" * 32])
def test_a_broken_reference_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a kind|badly formed"):
        Ref.parse(text)
