"""The notice of a procedure that hangs at the counter, with the QR of its page (niêm yết thủ tục hành chính)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.lib.qr import svg

from ..catalogue.models import ProcedureVersion
from ..catalogue.public import listing_page
from ..catalogue.queries import published
from ..catalogue.views import card
from ..dossiers.sheets import head_of

REQUIRED = {"always": "", "when": " (tùy trường hợp)", "optional": " (không bắt buộc)"}


def notice(request: HttpRequest, slug: str) -> HttpResponse:
    """One procedure as an A4 notice, Vietnamese whatever the reader's language (bản niêm yết)."""
    day = timezone.localdate()
    with translation.override("vi"):
        version = published(day).filter(procedure__slug=slug).first()
        context = _filed_here(version) if version else _described(listing_page(slug, day))
    page = reverse("services:procedure", args=[slug])
    address = f"{settings.BASE_URL}{page}"
    province = Agency.objects.filter(kind=AgencyKind.PROVINCE, valid__contains=day).first()
    return render(
        request,
        "services/sheets/notice.html",
        head_of(province)
        | context
        | {"qr": mark_safe(svg(address, title=context["code"])), "address": address, "back_url": page},  # noqa: S308  drawn by lib from our own text
    )


def _filed_here(version: ProcedureVersion) -> dict[str, Any]:
    rules, known = version.rules, card(version)
    where = ["trực tuyến trên Cổng dịch vụ công"] if rules.channels["online"] else []
    return {
        "name": version.name,
        "code": version.procedure.code,
        "decision": "",
        "sector": known["sector"],
        "ways": ", ".join([*where, "tại quầy của bất kỳ trung tâm phục vụ hành chính công nào trong tỉnh"]),
        "papers": [f"{one.name}{REQUIRED.get(one.required, '')}" for one in rules.papers],
        "limits": [one.label for one in rules.limits],
        "fees": [one.name for one in rules.fees if one.rule["type"] != "free"],
        "fee": known["fee"],
        "result": [rules.result["name"]],
        "legal": [
            f"{one['title']} ({one['number']})" if one.get("number") else one["title"]
            for one in rules.raw.get("legal_basis", [])
        ],
        "unconfirmed": False,
    }


def _described(page: dict[str, Any]) -> dict[str, Any]:
    listing, content = page["listing"], page["content"]
    return {
        "name": listing.name,
        "code": listing.procedure.code,
        "decision": listing.decision,
        "sector": listing.sector.name if listing.sector else "",
        "ways": ", ".join(way["channel"] for way in page["ways"]),
        "papers": [one["name"] for group in page["papers"] for one in group["papers"]],
        "limits": [one["text"] for way in page["ways"] for one in way["limits"]],
        "fees": [one["text"] for way in page["ways"] for one in way["fees"]],
        "fee": None,
        "result": content.get("result") or [],
        "legal": [f"{one.get('number', '')} {one.get('title', '')}".strip() for one in content.get("legal", [])],
        "unconfirmed": page["unconfirmed"],
    }
