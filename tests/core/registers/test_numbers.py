"""No number twice, none missing, whoever comes at the same time and whoever dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cuulong.core.audit.models import Event
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.testing import make_agency, make_official, sign_in
from cuulong.core.registers import numbers
from cuulong.core.registers.models import Entry, Series, State
from cuulong.core.registers.orphans import void_orphans
from cuulong.core.registers.rules import NumberGone, written
from cuulong.lib.facts import Ref

CODE = "probe.letters"


def letter() -> Ref:
    return Ref("probe.letter", uuid4())


@pytest.fixture
def acting() -> Acting:
    return Acting.system("test")


@pytest.fixture
def agency(db: None) -> Agency:
    return make_agency("phuong-mau", name="UBND phường Mẫu")


def take(agency: Agency, acting: Acting, year: int = 2026) -> Entry:
    return numbers.take(CODE, agency=agency, year=year, subject=letter(), acting=acting)


def in_threads(count: int, work: Callable[[int], int | None]) -> list[int | None]:
    def apart(n: int) -> int | None:
        try:
            return work(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(apart, range(count)))


@pytest.mark.parametrize(("n", "text"), [(5, "05/QĐ-UBND"), (10, "10/QĐ-UBND"), (112, "112/QĐ-UBND")])
def test_a_number_below_ten_takes_a_nought(n: int, text: str) -> None:
    assert written(n, "QĐ-UBND") == text


def test_numbers_run_from_one_by_agency_and_year(agency: Agency, acting: Acting) -> None:
    other = make_agency("xa-ben")
    assert [take(agency, acting).n for _ in range(3)] == [1, 2, 3]
    assert take(other, acting).n == 1
    assert take(agency, acting, year=2027).n == 1
    assert numbers.take(CODE, agency=agency, day=date(2026, 1, 5), subject=letter(), acting=acting).n == 1


def test_taking_costs_one_query(agency: Agency, acting: Acting, django_assert_num_queries: Callable) -> None:
    with django_assert_num_queries(1):
        take(agency, acting)


def test_a_series_may_start_at_any_number(agency: Agency, acting: Acting) -> None:
    numbers.open_series(CODE, agency=agency, year=2026, start_at=1205, acting=acting)
    assert [take(agency, acting).n for _ in range(2)] == [1205, 1206]


def test_the_database_itself_refuses_a_second_bearer(agency: Agency, acting: Acting) -> None:
    entry = take(agency, acting)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(series=entry.series, n=entry.n, state=State.RESERVED, taken_by="x")


@pytest.mark.django_db(transaction=True)
def test_two_hundred_takers_at_once_leave_no_gap_though_some_roll_back(acting: Acting) -> None:
    agency = make_agency("phuong-mau")

    def work(n: int) -> int | None:
        try:
            with transaction.atomic():
                entry = take(agency, acting)
                if n % 10 == 0:
                    raise RuntimeError
                return entry.n
        except RuntimeError:
            return None

    taken = sorted(n for n in in_threads(200, work) if n is not None)
    assert taken == list(range(1, 181))
    assert list(Entry.objects.order_by("n").values_list("n", flat=True)) == taken
    assert Series.objects.get().last == 180


@pytest.mark.django_db(transaction=True)
def test_reservations_at_once_are_all_different_and_each_ends_issued_or_void(acting: Acting) -> None:
    agency = make_agency("phuong-mau")

    def work(n: int) -> int | None:
        entry = numbers.reserve(CODE, agency=agency, year=2026, acting=acting, notation="QĐ-UBND")
        if n % 4 == 0:
            numbers.void(entry, "Ký không thành", acting=acting)
        else:
            numbers.issue(entry, letter())
        return entry.n

    assert sorted(n or 0 for n in in_threads(80, work)) == list(range(1, 81))
    assert Entry.objects.filter(state=State.ISSUED).count() == 60
    assert Entry.objects.filter(state=State.VOID, void_reason="Ký không thành").count() == 20


RESERVER = """
import django, time
django.setup()
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.registers import numbers
entry = numbers.reserve("probe.letters", agency=Agency.objects.get(), year=2026, acting=Acting.system("test"))
print(entry.n, flush=True)
time.sleep(60)
"""


def database_url() -> str:
    given = connection.settings_dict
    password = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
    return f"postgresql://{given['USER']}{password}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_a_number_held_by_a_killed_process_is_voided_with_a_reason(acting: Acting) -> None:
    make_agency("phuong-mau")
    env = os.environ | {"DATABASE_URL": database_url()}
    process = subprocess.Popen([sys.executable, "-c", RESERVER], env=env, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "1"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()

    assert Entry.objects.get().state == State.RESERVED
    assert void_orphans() == []
    [voided] = void_orphans(timedelta(0))
    assert voided.state == State.VOID
    assert "mà không ban hành" in voided.void_reason
    assert Event.objects.filter(action="registers.number.voided").count() == 1
    assert take(Agency.objects.get(), acting).n == 2


def test_a_voided_number_cannot_be_issued_any_more_and_says_so(agency: Agency, acting: Acting) -> None:
    entry = numbers.reserve(CODE, agency=agency, year=2026, acting=acting, notation="QĐ-UBND")
    Entry.objects.update(taken_at=timezone.now() - timedelta(hours=2))
    assert [each.n for each in void_orphans()] == [1]
    with pytest.raises(NumberGone) as gone:
        numbers.issue(entry, letter())
    assert str(gone.value).startswith("Số 01/QĐ-UBND đã bị hủy lúc")


def test_an_issued_number_cannot_be_voided(agency: Agency, acting: Acting) -> None:
    with pytest.raises(NumberGone):
        numbers.void(take(agency, acting), "nhầm", acting=acting)


def test_the_clerk_sees_the_books_of_the_own_agency_only(client: Client, agency: Agency, acting: Acting) -> None:
    mine = take(agency, acting).series
    theirs = take(make_agency("xa-ben", name="UBND xã Bên"), acting).series
    sign_in(client, make_official("van.thu", agency, "clerk"))
    page = client.get(reverse("registers:all")).content.decode()
    assert "UBND phường Mẫu" in page
    assert "UBND xã Bên" not in page
    assert client.get(reverse("registers:series", args=[mine.uuid])).status_code == 200
    assert client.get(reverse("registers:series", args=[theirs.uuid])).status_code == 404
    for form in ("csv", "xlsx"):
        assert client.get(reverse("registers:series", args=[mine.uuid]), {"export": form}).status_code == 200
