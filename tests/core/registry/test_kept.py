"""Statements put together once: they answer as Django's own do, and ask the database each time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import BooleanField, CharField, DateField
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from psycopg.types.json import Jsonb

from cuulong.core.organisations.models import Agency
from cuulong.core.outbox.models import Delivery, Fact
from cuulong.core.outbox.publish import WRITE
from cuulong.core.people.models import Account
from cuulong.core.people.testing import make_agency, make_official
from cuulong.core.registry.kept import Given, Reading, insert
from cuulong.lib.ids import uuid7

LIVING = Reading(
    lambda: (
        Agency.objects.filter(
            parent__slug=Given("above", CharField()),
            valid__contains=Given("day", DateField()),
            name__startswith="Phòng",
        )
        .select_related("parent")
        .order_by("slug")
    )
)
NAMES = Reading(lambda: Account.objects.filter(is_active=Given("active", BooleanField())).values_list("username"))


def living(above: str) -> list[Agency]:
    day = timezone.localdate()
    found = Agency.objects.filter(parent__slug=above, valid__contains=day, name__startswith="Phòng")
    return list(found.select_related("parent").order_by("slug"))


@pytest.fixture
def rooms(db: None) -> Agency:
    ward = make_agency("phuong-thu", name="Phường Thử")
    for n in range(3):
        make_agency(f"phong-{n}", name=f"Phòng {n}", parent=ward)
    make_agency("ban", name="Ban khác", parent=ward)
    return ward


class TestReading:
    def test_it_gives_what_the_queryset_gives_in_one_query(self, rooms: Agency) -> None:
        day = timezone.localdate()
        for above in ("phuong-thu", "khong-co", "phuong-thu"):
            with CaptureQueriesContext(connection) as queries:
                found = LIVING(above=above, day=day)
                parents = [one.parent.slug for one in found if one.parent]
            assert len(queries) == 1
            assert found == living(above)
            assert parents == ["phuong-thu"] * len(found)

    def test_it_asks_the_database_each_time(self, rooms: Agency) -> None:
        day = timezone.localdate()
        assert len(LIVING(above="phuong-thu", day=day)) == 3
        Agency.objects.filter(slug="phong-1").update(name="Bỏ")
        found = LIVING(above="phuong-thu", day=day)
        assert [one.slug for one in found] == ["phong-0", "phong-2"]
        assert LIVING.first(above="khong-co", day=day) is None

    def test_rows_of_values_too(self, rooms: Agency) -> None:
        make_official("can-bo", rooms, "specialist")
        assert ("can-bo",) in NAMES(active=True)
        assert NAMES(active=False) == []

    def test_threads_ask_through_their_own_connections(self, db: None) -> None:
        def ask(_n: int) -> list[Agency]:
            try:
                return LIVING(above="khong-co", day=timezone.localdate())
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(ask, range(8))) == [[]] * 8


def fact() -> Fact:
    row = Fact(name="test.kept", version=1, subject_kind="test", subject_uuid=uuid7(), payload={"a": "ă"})
    columns = ("uuid", "name", "version", "subject_kind", "subject_uuid", "request_id")
    row.insert_by(
        WRITE,
        {name: getattr(row, name) for name in columns} | {"payload": Jsonb(row.payload)},
        returned=("pk", "sequence", "published_at"),
    )
    return row


@pytest.mark.django_db
class TestInsert:
    def test_many_rows_in_one_statement_with_their_keys_and_defaults(self) -> None:
        told = fact()
        rows = [Delivery(fact=told, subscriber=f"thử.{n}", reason="vì “thế”") for n in range(3)]
        with CaptureQueriesContext(connection) as queries:
            insert(*rows)
        assert len(queries) == 1
        assert [row.changed_at.date() for row in rows] == [datetime.now(UTC).date()] * 3
        for row in rows:
            kept = Delivery.objects.get(pk=row.pk)
            assert {f.attname: getattr(kept, f.attname) for f in kept._meta.concrete_fields} == {
                f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields
            }
            row.reason = "khác"
            row.save()  # a row like any other now
        assert Delivery.objects.filter(fact=told, reason="khác").count() == 3

    def test_what_the_caller_gives_stands_before_the_database_s_default(self) -> None:
        noon = datetime(2016, 11, 24, 5, tzinfo=UTC)
        told = fact()
        usual, given = Delivery(fact=told, subscriber="a"), Delivery(fact=told, subscriber="b", changed_at=noon)
        insert(usual, given)
        assert Delivery.objects.get(pk=given.pk).changed_at == noon
        assert Delivery.objects.get(pk=usual.pk).changed_at > noon

    def test_a_row_that_points_at_something_unwritten_is_refused(self) -> None:
        unwritten = Fact(name="test.kept", version=1, subject_kind="test", subject_uuid=uuid7(), payload={})
        with pytest.raises(ValueError, match="unsaved related object"):
            insert(Delivery(fact=unwritten, subscriber="thử"))

    def test_the_database_s_constraints_hold(self) -> None:
        told = fact()
        insert(Delivery(fact=told, subscriber="thử"))
        with pytest.raises(IntegrityError), transaction.atomic():
            insert(Delivery(fact=told, subscriber="thử"))
