"""Lay the figures from before us (nạp số dư đầu kỳ)."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from cuulong.core.indicators.models import OpeningBalance
from cuulong.core.organisations.models import Agency
from cuulong.lib.province import Province


@transaction.atomic
def load_balances(province: Province) -> None:
    """Every row of opening_balances.csv; safe to repeat."""
    agencies = {
        a.slug: a for a in Agency.objects.filter(slug__in=[r["agency"] for r in province.table("opening_balances")])
    }
    for row in province.table("opening_balances"):
        OpeningBalance.objects.update_or_create(
            code=row["indicator"],
            agency=agencies[row["agency"]],
            period=row["period"],
            defaults={
                "value": Decimal(row["value"]),
                "unit": row["unit"],
                "source": row["source"],
                "label": row["label"],
            },
        )
