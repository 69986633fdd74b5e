"""A second gateway, and gateways asked for what their messages missed: every transfer is booked once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as house
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cuulong.core.outbox.testing import run_jobs
from cuulong.core.people.acting import Acting
from cuulong.core.people.testing import sign_in
from cuulong.systems.payments.actions.inquire import catch_up, inquire
from cuulong.systems.payments.adapters.books import Books, serving
from cuulong.systems.payments.adapters.platform import checksum
from cuulong.systems.payments.models import Charge, ChargeState, Inquiry, Payment
from cuulong.systems.payments.rules import NotPossible

from .conftest import Treasury, ask_for
from .test_ledger import check_the_books

pytestmark = pytest.mark.django_db
KEY = "khoa-cua-nen-tang-thu"
GATEWAY = Acting.system("gateway")


@pytest.fixture
def books(settings: Any) -> Iterator[Books]:
    settings.PAYMENT_PLATFORM_KEY = KEY
    with serving(house.PAYMENT_WEBHOOK_KEY, KEY) as found:
        settings.PAYMENT_BANK_URL = found.url
        settings.PAYMENT_PLATFORM_URL = found.url
        yield found


def tell(client: Client, said: dict[str, Any]) -> int:
    """The platform's message at its own door."""
    address = reverse("payments:webhook_of", args=["platform"])
    return client.post(address, json.dumps(said), content_type="application/json").status_code


def state(charge: Charge) -> str:
    charge.refresh_from_db()
    return charge.state


def test_the_platform_tells_of_a_payment_by_its_own_checksum(books: Books, treasury: Treasury, client: Client) -> None:
    charge, now = ask_for(treasury, 16_000), timezone.now().replace(microsecond=0)
    said = books.platform_payment(16_000, charge.reference, now, "777")
    assert tell(client, said | {"amount": 99_000}) == 403
    assert tell(client, said | {"checksum": checksum(said, "another")}) == 403
    assert tell(client, {}) == 403
    assert client.post(reverse("payments:webhook_of", args=["nobody"])).status_code == 404
    assert state(charge) == ChargeState.DUE
    failed = books.platform_payment(16_000, charge.reference, now, "776", result="24")
    assert tell(client, failed) == 200
    assert state(charge) == ChargeState.DUE, "a payment that failed there moved no money"
    assert [tell(client, said) for _time in range(3)] == [200] * 3
    assert state(charge) == ChargeState.PAID
    assert charge.paid_at == now
    assert Payment.objects.count() == 1
    check_the_books()


@pytest.mark.parametrize("changed", [{"amount": -5}, {"amount": "nhiều"}, {"payDate": "hôm qua"}, {"transId": ""}])
def test_what_the_platform_signed_and_nobody_can_read_is_refused(
    books: Books, client: Client, changed: dict[str, Any]
) -> None:
    said = books.platform_payment(16_000, "CLX", timezone.now(), "1") | changed
    assert tell(client, said | {"checksum": checksum(said, KEY)}) == 400
    assert not Payment.objects.exists()


@pytest.mark.parametrize("gateway", ["bank", "platform"])
def test_a_message_that_was_lost_is_found_by_asking(books: Books, treasury: Treasury, gateway: str) -> None:
    now = timezone.now().replace(microsecond=0)
    charges = [ask_for(treasury, 16_000 + n) for n in range(5)]
    write = books.bank_transfer if gateway == "bank" else books.platform_payment
    for n, charge in enumerate(charges):
        write(charge.total, charge.reference, now - timedelta(minutes=n), f"GD{n}")
    row = inquire(gateway, now - timedelta(days=1), now, acting=GATEWAY)
    assert (row.seen, row.fresh, row.error) == (5, 5, "")
    assert {state(charge) for charge in charges} == {ChargeState.PAID}
    again = inquire(gateway, now - timedelta(days=1), now, acting=GATEWAY)
    assert (again.seen, again.fresh) == (5, 0)
    assert Payment.objects.count() == 5
    check_the_books()


def test_what_was_told_is_not_booked_again_by_asking(books: Books, treasury: Treasury, client: Client) -> None:
    charge, now = ask_for(treasury, 16_000), timezone.now().replace(microsecond=0)
    assert tell(client, books.platform_payment(16_000, charge.reference, now, "5")) == 200
    row = inquire("platform", now - timedelta(hours=1), now, acting=GATEWAY)
    assert (row.seen, row.fresh) == (1, 0)
    assert Payment.objects.count() == 1


@pytest.mark.parametrize("gateway", ["bank", "platform"])
@pytest.mark.parametrize("mood", ["down", "forged", "nonsense", "endless"])
def test_a_gateway_that_fails_or_lies_books_nothing_wrong_and_says_why(
    books: Books, treasury: Treasury, gateway: str, mood: str
) -> None:
    charge, now = ask_for(treasury, 16_000), timezone.now().replace(microsecond=0)
    write = books.bank_transfer if gateway == "bank" else books.platform_payment
    write(16_000, charge.reference, now, "GD1")
    books.mood = mood
    row = inquire(gateway, now - timedelta(hours=1), now, acting=GATEWAY)
    assert row.error
    assert Payment.objects.count() == (1 if mood == "endless" else 0)
    books.mood = ""
    assert inquire(gateway, now - timedelta(hours=1), now, acting=GATEWAY).error == ""
    assert state(charge) == ChargeState.PAID
    check_the_books()


def test_the_job_asks_from_where_it_last_was_answered(books: Books, treasury: Treasury) -> None:
    charge, now = ask_for(treasury, 16_000), timezone.now().replace(microsecond=0)
    books.mood = "down"
    catch_up()
    books.mood = ""
    books.bank_transfer(16_000, charge.reference, now - timedelta(days=2), "GD1")
    catch_up()
    assert state(charge) == ChargeState.PAID, "a silence of the gateway does not move the mark"
    before = Inquiry.objects.filter(gateway="bank", error="").latest("pk")
    catch_up()
    assert Inquiry.objects.filter(gateway="bank").latest("pk").since == before.until - timedelta(hours=2)


def test_without_an_address_nobody_is_asked(treasury: Treasury, settings: Any) -> None:
    settings.PAYMENT_BANK_URL = settings.PAYMENT_PLATFORM_URL = ""
    catch_up()
    now = timezone.now()
    with pytest.raises(NotPossible, match="địa chỉ"):
        inquire("bank", now - timedelta(days=1), now, acting=GATEWAY)
    assert not Inquiry.objects.exists()


def test_an_accountant_asks_for_some_days_on_screen(
    books: Books, treasury: Treasury, client: Client, settings: Any
) -> None:
    assert treasury.accountant.account is not None
    assert treasury.cashier.account is not None
    sign_in(client, treasury.accountant.account)
    charge, now = ask_for(treasury, 16_000), timezone.now().replace(microsecond=0)
    books.bank_transfer(16_000, charge.reference, now - timedelta(minutes=1), "GD9")
    url, today = reverse("payments:gateways"), timezone.localdate()
    said = {"gateway": "bank", "start": (today - timedelta(days=1)).isoformat(), "end": today.isoformat()}
    assert client.post(url, said | {"start": said["end"], "end": said["start"]}).status_code == 422
    assert client.post(url, said | {"start": "2020-01-01"}).status_code == 422
    assert client.post(url, said).status_code == 302
    run_jobs()
    assert state(charge) == ChargeState.PAID
    page = client.get(url).content.decode()
    assert books.url in page
    assert "Chưa từng báo" in page
    settings.PAYMENT_BANK_URL = ""
    refused = client.post(url, said)
    assert refused.status_code == 422
    assert "chưa khai địa chỉ" in refused.content.decode()
    other = Client()
    sign_in(other, treasury.cashier.account)
    assert other.get(url).status_code == 403
