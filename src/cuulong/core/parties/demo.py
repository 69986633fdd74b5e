"""Fictional citizens and businesses of the demo province (người dân, doanh nghiệp mẫu)."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from cuulong.core.organisations.models import Agency
from cuulong.core.parties.models import Assurance, Business, Citizen, Representation, RepresentationKind
from cuulong.core.people.demo import PASSWORD, open_demo_account
from cuulong.core.people.models import Account
from cuulong.core.people.spans import to_range
from cuulong.lib.dates import DateRange
from cuulong.lib.province import Province


@transaction.atomic
def load_demo_citizens(province: Province) -> None:
    """Lay in the fictional citizens and businesses with their accounts; safe to repeat (người dân mẫu)."""
    password = make_password(PASSWORD)
    for row in province.table("demo_citizens"):
        account = Account.objects.filter(username=row["account"], is_demo=True).first() or open_demo_account(
            row["account"], row["full_name"], password=password, phone=row["phone"], email=row["email"]
        )
        shared = {
            "account": account,
            "full_name": row["full_name"],
            "phone": row["phone"],
            "email": row["email"],
            "address": row["address"],
            "commune": Agency.objects.filter(slug=row["commune"]).first(),
            "is_demo": True,
        }
        if row["kind"] == "person":
            _citizen(row, shared)
        else:
            _business(row, shared)


def _citizen(row: dict[str, str], shared: dict[str, object]) -> None:
    Citizen.objects.update_or_create(
        cccd=row["id_number"],
        defaults=shared
        | {
            "birth_date": date.fromisoformat(row["birth_date"]),
            "sex": row["sex"],
            "assurance": Assurance.SEEN,
        },
    )


def _business(row: dict[str, str], shared: dict[str, object]) -> None:
    business, _ = Business.objects.update_or_create(tax_code=row["id_number"], defaults=shared)
    if row["represented_by"]:
        Representation.objects.get_or_create(
            representative=Citizen.objects.get(account__username=row["represented_by"]),
            business=business,
            ended_at=None,
            defaults={
                "kind": RepresentationKind.LEGAL,
                "basis": "Giấy chứng nhận đăng ký (dữ liệu mẫu)",
                "valid": to_range(DateRange(date(timezone.localdate().year, 1, 1), None)),
            },
        )
