"""A person whose every word is known by heart, with dossiers at three stages: what of it turns up, leaked (người kín)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone

from cuulong.core.notifications.models import Notification
from cuulong.core.parties.models import Citizen
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.registry import Searchable, declared
from cuulong.core.search.index import put_all
from cuulong.published.ports.payments import payments
from cuulong.systems.services.catalogue.queries import published
from cuulong.systems.services.demo import living
from cuulong.systems.services.dossiers.actions.guest import ask_code, confirm
from cuulong.systems.services.dossiers.models import Dossier

USERNAME = "trinhbachkin"
NAME = "Trịnh Bạch Kín"
MARKS = {
    "applicant_name": NAME,
    "applicant_phone": "0987123456",
    "applicant_id": "086099123457",
    "applicant_address": "Ngõ Kín Đáo 77",
    "applicant_email": "trinh.bach.kin@kin.example",
    "site_address": "Thửa Kín Đáo 78",
}
# Read by nobody below the province: their screens are tried elsewhere.
INNER = {"core_audit", "core_outbox", "core_search"}
STAGES = ("draft", "paused", "issued")
CODES = {"code", "lookup_code", "reference", "verify_code", "number"}


def lay_private_dossiers() -> None:
    """Dossiers of somebody who appears nowhere else in the province, and a guest's draft beside them; then the index."""
    told = {"full_name": NAME, "phone": MARKS["applicant_phone"], "email": MARKS["applicant_email"]}
    account = Account.objects.create_user(USERNAME, is_demo=True, **told)
    Citizen.objects.create(
        account=account, cccd=MARKS["applicant_id"], address=MARKS["applicant_address"], is_demo=True, **told
    )
    path = settings.PROVINCE_DIR / "procedures" / "samples.toml"
    samples = tomllib.loads(path.read_text(encoding="utf-8"))["samples"]
    case = next(one for one in samples if one["key"] == "nha-hai-tang")
    case = case | {
        "account": USERNAME,
        "answers": case["answers"] | {k: v for k, v in MARKS.items() if k in case["answers"]},
    }
    now = timezone.now()
    version = published(now.date()).get(procedure__code=case["procedure"])
    for stage in STAGES:
        dossier = living(case, version, stage)
        for charge in payments().find(dossier.ref):
            if charge.state == "due" and stage != "draft":
                payments().collected_in_cash(charge.ref, acting=Acting.system("test"))
    guest = ask_code(version, reached_by="email", address="khach.la@vinhlong.example", language="vi", at=now)
    words = Notification.objects.filter(message="services.guest_code").latest("pk").title
    confirm(guest, re.findall(r"\d{6}", words)[0], at=now)
    for searchable in declared(Searchable).values():
        put_all(list(searchable.reindex()))


def private_dossiers() -> list[Dossier]:
    return list(Dossier.objects.filter(account__username=USERNAME).order_by("pk"))


def rows_about(dossiers: Iterable[Dossier]) -> list[models.Model]:
    """Rows that hang on the dossiers by key or by Ref, two steps away, one of a kind; new tables are here by themselves."""
    found: dict[type[models.Model], list[models.Model]] = {Dossier: list(dossiers)}
    uuids = [one.uuid for one in dossiers]
    for model in apps.get_models():
        if {"subject_kind", "subject_uuid"} <= {field.name for field in model._meta.get_fields()}:
            found[model] = list(model._base_manager.filter(subject_kind=Dossier.ref_kind, subject_uuid__in=uuids))
    for _step in range(2):
        for model, rows in list(found.items()):
            for relation in model._meta.related_objects:
                other: Any = relation.related_model
                if other not in found and relation.field.concrete and rows:
                    found[other] = list(other._base_manager.filter(**{f"{relation.field.name}__in": rows}))
    kept = found.pop(Dossier)
    for rows in (rows for model, rows in found.items() if model._meta.app_label not in INNER):
        kept += rows[:1]
        files = [getattr(row, "file", None) for row in rows if hasattr(row, "file_id")]
        kept += [file for file in files if file is not None][:1]
    return kept


def identifiers(rows: Iterable[models.Model]) -> tuple[list[UUID], list[str]]:
    """What an address could name them by: identities, and codes on paper (mã và định danh)."""
    uuids: dict[UUID, None] = {}
    codes: dict[str, None] = {MARKS["applicant_id"]: None, MARKS["applicant_phone"]: None}
    for row in rows:
        for field in row._meta.concrete_fields:
            value = getattr(row, field.attname)
            if field.name in {"uuid", "proof"} and isinstance(value, UUID):
                uuids[value] = None
            if field.name in CODES and isinstance(value, str) and value:
                codes[value] = None
    return list(uuids), list(codes)
