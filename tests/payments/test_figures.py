"""What the province says it collected equals the charges behind it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.conf import settings

from cuulong.core.indicators import values
from cuulong.core.organisations.actions.load_tree import load_tree
from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.lib.dates import VIETNAM, Period
from cuulong.lib.ids import uuid7
from cuulong.lib.province import Province
from cuulong.systems.payments.models import Charge, ChargeState
from tests.core.indicators.base import EveryFigureEqualsItsRows, Ground


class TestMoney(EveryFigureEqualsItsRows):
    owner = "payments"

    @pytest.fixture
    def ground(self, db: None) -> Ground:
        """Each of three communes: a fee by transfer, one in cash, one refunded, one due, in a month of its own."""
        load_tree(Province(settings.PROVINCE_DIR))
        communes = list(
            Agency.objects.filter(kind=AgencyKind.COMMUNE, valid__contains=date(2026, 9, 1)).order_by("pk")[:3]
        )
        for n, commune in enumerate(communes):
            at = datetime(2026, 7 + n, 28, 16, 59, tzinfo=VIETNAM)
            for k, (state, channel) in enumerate(
                (("paid", "vietqr"), ("paid", "cash"), ("refunded", "vietqr"), (ChargeState.DUE, ""))
            ):
                Charge.objects.create(
                    subject_kind="services.dossier",
                    subject_uuid=uuid7(),
                    code="at_filing",
                    agency=commune,
                    payer="Nguyễn Văn Thử",
                    lines=[],
                    total=8_000 * (k + 1),
                    state=state,
                    channel=channel,
                    paid_at=at + timedelta(days=k) if channel else None,
                )
        return Ground([None, *communes], [Period.month(2026, month) for month in (7, 8, 9, 10)])

    def test_the_month_of_the_province_is_the_sum_of_what_was_paid(self, ground: Ground) -> None:
        assert values.value("payments.collected", None, ground.months[0]) == 8_000 + 16_000 + 24_000
        assert values.value("payments.collected", None, ground.months[1]) == 8_000 + 16_000 + 24_000
