"""Every act leaves one row, cheaply, and only if the act itself happened."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from decimal import Decimal

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from cuulong.core.audit.models import Event
from cuulong.core.audit.queries import readings_of
from cuulong.core.audit.record import record, record_reading
from cuulong.core.audit.rules import canonical, link, plain
from cuulong.core.audit.trail import request_id
from cuulong.core.registry import Undeclared
from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7

pytestmark = pytest.mark.django_db


def test_an_act_is_one_insert(acting, paper, django_assert_num_queries):
    with django_assert_num_queries(1):
        record(acting, "probe.stamped", paper, what="giấy phép", number=1)


def test_an_act_that_is_rolled_back_leaves_no_row(acting, paper):
    @transaction.atomic
    def verb() -> None:
        record(acting, "probe.stamped", paper, what="giấy phép", number=1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        verb()
    assert not Event.objects.exists()


def test_an_act_without_a_sentence_is_found_by_tests(acting, paper):
    with pytest.raises(Undeclared):
        record(acting, "probe.unheard_of", paper)


def test_an_act_knows_its_request(acting, paper):
    with request_id("request-1"):
        record(acting, "probe.stamped", paper, what="x", number=1)
    assert Event.objects.get().request_id == "request-1"


def test_what_the_database_gives_back_has_the_same_hash(acting, paper):
    details = {
        "what": "Hòa Bình",
        "number": 10**18,
        "ratio": 0.1,
        "fee": Decimal("70000.00"),
        "day": date(2026, 11, 24),
        "at": datetime(2026, 11, 24, 7, 30, tzinfo=UTC),
        "whom": paper,
        "nested": {"b": [1, None, True], "a": "\x00bad\ud800"},
    }
    record(acting, "probe.stamped", paper, **details)
    event = Event.objects.get()
    assert event.content().digest() == bytes(event.content_hash)
    assert event.details["what"] == "Hòa Bình"
    assert event.details["nested"]["a"] == "bad?"


def test_floats_become_text_because_databases_spell_them_differently():
    assert plain({"x": 1e22}) == {"x": "1e+22"}
    assert canonical({"b": 1, "a": "đ"}) == '{"a":"đ","b":1}'.encode()


def test_a_link_depends_on_everything_before_it():
    first = link(bytes(32), 1, 5, b"a" * 32)
    assert link(first, 2, 6, b"b" * 32) != link(bytes(32), 2, 6, b"b" * 32)


@pytest.mark.parametrize("attempt", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("table", ["core_audit_event", "core_audit_link", "core_audit_head"])
def test_the_programs_own_role_cannot_change_what_is_on_record(table, attempt):
    column = "id" if table == "core_audit_event" else "seq"
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(attempt.format(table, column, column))


def test_a_citizen_sees_who_read_their_record_and_why(acting, paper):
    citizen = Ref("parties.citizen", uuid7())
    record_reading(acting, paper, "thẩm định hồ sơ", citizen)
    record(acting, "probe.stamped", paper, what="x", number=1)
    (reading,) = readings_of(citizen)
    assert reading.details == {"purpose": "thẩm định hồ sơ"}
    assert reading.subject == paper


@pytest.mark.parametrize("table", ["core_audit_event", "core_audit_link", "core_audit_head"])
@pytest.mark.parametrize("attempt", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_even_the_owner_of_the_tables_is_refused_by_triggers(table, attempt):
    column = "id" if table == "core_audit_event" else "seq"
    owner = psycopg.connect(os.environ["CUULONG_OWNER_DATABASE_URL"])
    with owner, pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        owner.execute(attempt.format(table, column, column))
