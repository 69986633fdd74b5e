"""Many clerks at once, and one who dies between sign and number (cấp số cùng lúc)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cuulong.core.registers.models import Entry
from cuulong.core.registers.orphans import void_orphans
from cuulong.core.signatures import demo_ca
from cuulong.systems.documents.outgoing.numbers import claim, reserve
from cuulong.systems.documents.outgoing.sealing import number_and_seal
from cuulong.systems.documents.records.models import Document
from cuulong.systems.documents.records.rules import Refused

from .offices import CLERK, signed, ward, who  # noqa: F401

CLERKS = 50
pytestmark = pytest.mark.django_db(transaction=True)


def together(count: int, act: Callable[[int], object]) -> list[object]:
    """Run in as many threads at the same moment; gives what each one got."""
    start = threading.Barrier(count)
    found: list[object] = [None] * count

    def run(n: int) -> None:
        try:
            start.wait()
            found[n] = act(n)
        except Exception as error:  # told to the test
            found[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(120)
    return found


def test_fifty_clerks_number_without_gap_or_duplicate(ward: None) -> None:  # noqa: F811
    made = signed()
    fields = [one.attname for one in Document._meta.concrete_fields if one.attname not in ("id", "uuid")]
    copies = [Document.objects.create(**{name: getattr(made, name) for name in fields}) for _n in range(CLERKS)]
    day, acting = timezone.localdate(), who(CLERK)
    found = together(CLERKS, lambda n: reserve(copies[n], day, acting=acting))
    assert [one for one in found if isinstance(one, BaseException)] == []
    taken = sorted(Entry.objects.filter(series__code="documents.out").values_list("n", flat=True))
    assert taken == list(range(1, CLERKS + 1))


def test_two_clerks_at_one_document_give_it_one_number(ward: None) -> None:  # noqa: F811
    made, acting = signed(), who(CLERK)
    found = together(2, lambda _n: number_and_seal(made, pin=demo_ca.PIN, acting=acting, at=timezone.now()))
    assert len([one for one in found if isinstance(one, Refused)]) == 1, found
    assert Entry.objects.filter(series__code="documents.out").count() == 1
    made.refresh_from_db()
    assert (made.state, made.number[:3]) == ("issued", "01/")


def test_while_one_numbers_another_is_told_so(ward: None) -> None:  # noqa: F811
    made = signed()

    def second(_n: int) -> None:
        with claim(made):
            pass

    with claim(made):
        (told,) = together(1, second)
    assert isinstance(told, Refused)
    assert told.code == "numbering"


def test_who_dies_between_sign_and_number_costs_a_number_and_nothing_else(ward: None) -> None:  # noqa: F811
    made, acting = signed(), who(CLERK)

    def dies(_n: int) -> None:
        claim(made).__enter__()
        reserve(made, timezone.localdate(), acting=acting)
        connection.close()  # the process is gone, and with it the claim

    together(1, dies)
    done = number_and_seal(made, pin=demo_ca.PIN, acting=acting, at=timezone.now())
    assert done.number.startswith("02/")
    reserved = Entry.objects.filter(series__code="documents.out", state="reserved")
    reserved.update(taken_at=timezone.now() - timedelta(hours=2))
    (orphan,) = void_orphans()
    assert (orphan.n, orphan.state) == (1, "void")
