"""A bank that fails, delays, repeats and lies, over HTTP on this machine: money is booked once or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cuulong.systems.payments.adapters.simulator import Simulator
from cuulong.systems.payments.models import Charge, ChargeState, Payment
from cuulong.systems.payments.rules import OTHER_AMOUNT, PAID_TWICE

from .conftest import Treasury, ask_for
from .test_ledger import check_the_books


@pytest.fixture
def bank(live_server: Any) -> Simulator:
    return Simulator(live_server.url + reverse("payments:webhook"), settings.PAYMENT_WEBHOOK_KEY)


@pytest.mark.django_db(transaction=True)
def test_whatever_the_bank_does_each_transfer_is_booked_once_and_lies_not_at_all(
    bank: Simulator, treasury: Treasury
) -> None:
    now = timezone.now()

    def due(amount: int = 16_000) -> Charge:
        return ask_for(treasury, amount)

    def state(charge: Charge) -> str:
        charge.refresh_from_db()
        return charge.state

    # repeats, one after the other and all at once
    paid = due()
    body = bank.message(16_000, f"CT {paid.reference}", now)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(bank.send, [body] * 8)) == {200}
    assert bank.repeat(body, 2) == [200, 200]
    assert (state(paid), Payment.objects.count()) == (ChargeState.PAID, 1)

    # delays: told a day late, but signed now; an old signature is refused
    late = due()
    body = bank.message(16_000, late.reference, now - timedelta(days=1))
    assert bank.send(body, age=3600) == 403
    assert state(late) == ChargeState.DUE
    assert bank.send(body) == 200
    assert (state(late), late.paid_at) == (ChargeState.PAID, now - timedelta(days=1))

    # lies: wrong signature, changed amount, changed reference
    honest = due()
    body = bank.message(16_000, honest.reference, now)
    assert bank.send(body, key="another") == 403
    assert bank.tamper(body, b"16000", b"99000") == 403
    assert bank.tamper(body, honest.reference.encode(), paid.reference.encode()) == 403
    assert state(honest) == ChargeState.DUE

    # lies that the bank signed: another amount, the reference of a paid fee, no reference, nonsense
    assert bank.send(bank.message(15_000, honest.reference, now)) == 200
    assert bank.send(bank.message(16_000, paid.reference, now)) == 200
    assert state(honest) == ChargeState.DUE
    assert set(Payment.objects.filter(rest__gt=0).values_list("why", flat=True)) == {OTHER_AMOUNT, PAID_TWICE}
    for nonsense in (b"", b"[]", b"{}", b"\xff", bank.message(-5, "x", now), bank.message(0, "x", now)):
        assert bank.send(nonsense) == 400

    # fails in the middle, then tells again
    body = bank.message(16_000, honest.reference, now)
    bank.hang_up(body)
    assert state(honest) == ChargeState.DUE
    assert bank.send(body) == 200
    assert state(honest) == ChargeState.PAID
    check_the_books()
