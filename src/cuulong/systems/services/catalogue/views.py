"""Public pages of the catalogue: front page, search, one procedure (trang thủ tục hành chính)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cuulong.core.files.http import respond
from cuulong.core.people.access import PersonRequest
from cuulong.core.workflow.definition import in_language
from cuulong.core.workflow.diagram import hours_words
from cuulong.design.formats import money

from .models import BlankForm, ProcedureVersion, Topic
from .public import (
    Choice,
    agencies_shown,
    blank_forms_of,
    described,
    listing_card,
    listing_page,
    sectors_shown,
)
from .queries import matching, published
from .rules import fees


def procedures(request: PersonRequest) -> HttpResponse:
    """Procedures filed here, then those described only: by words, life event, sector or agency (danh sách thủ tục)."""
    text, topic = request.GET.get("q", "").strip()[:200], request.GET.get("topic", "")
    day = timezone.localdate()
    chosen = Choice.of(request.GET, day)
    found = matching(text, day, request.acting) if text else list(published(day))
    if topic:
        found = [v for v in found if topic in {t.key for t in v.procedure.topics.all()}]
    listed, looked_for, more = described(text, chosen, request.acting, {v.procedure_id for v in found})
    context = {
        "current": "procedures",
        "q": text,
        "found": [] if chosen.narrows and not topic else [card(version) for version in found],
        "listed": [listing_card(one) for one in listed],
        "looked_for": looked_for,
        "more": more,
        "chosen": chosen,
        "topics": Topic.objects.all(),
        "topic": chosen.topic,
        "sectors": [] if text else sectors_shown(chosen),
        "agencies": [] if text or chosen.narrows else agencies_shown(day),
        "next_url": chosen.next_url(request.GET, more) if not text else "",
    }
    return render(request, "services/public/procedures.html", context)


def procedure(request: PersonRequest, slug: str) -> HttpResponse:
    """What one procedure needs, costs and gives (chi tiết thủ tục)."""
    day = timezone.localdate()
    version = published(day).filter(procedure__slug=slug).first()
    if version is None:
        return render(request, "services/public/listing.html", listing_page(slug, day))
    language = get_language() or "vi"
    english = language.startswith("en")
    rules = version.rules
    context = {
        "current": "procedures",
        "version": version,
        "four": _four_facts(card(version), rules, english),
        "summary": rules.text("summary", language),
        "conditions": rules.text("conditions", language),
        "papers": [
            {
                "name": (english and p.name_en) or p.name,
                "hint": (english and p.hint_en) or p.hint,
                "required": p.required,
                "copy_kind": p.copy_kind,
                "quantity": p.quantity,
                "replaced_by": _register_name(rules.raw, p.replaced_by, english),
            }
            for p in rules.papers
        ],
        "limits": [
            {"label": (english and r.label_en) or r.label, "certain": r.certainty == "read"} for r in rules.limits
        ],
        "fee_rules": [{"name": (english and f.name_en) or f.name, "rule": f.rule, "due": f.due} for f in rules.fees],
        "legal_basis": rules.raw.get("legal_basis", []),
        "steps": [_step(s, language) for s in rules.raw["process"]["steps"]],
        "result": (english and rules.result.get("name_en")) or rules.result["name"],
        "channels": rules.channels,
        "blank_forms": blank_forms_of(version.procedure),
    }
    return render(request, "services/public/procedure.html", context)


def blank_form(request: PersonRequest, slug: str, uuid: UUID) -> FileResponse:
    """An empty form as it was given (tải mẫu đơn)."""
    form = get_object_or_404(
        BlankForm.objects.select_related("file"), procedure__slug=slug, uuid=uuid, removed_at__isnull=True
    )
    return respond(form.file)


def _four_facts(known: dict[str, Any], rules: Any, english: bool) -> list[dict[str, Any]]:
    """When, how much, where, what: what people look for first (bốn điều cần biết)."""
    fee = money(known["fee"]) if known["fee"] else _("Không thu")
    moments = {f.due for f in rules.fees if f.rule["type"] != "free"}
    return [
        {"label": _("Có kết quả sau"), "value": known["limit"], "note": _("tính từ sau lúc tiếp nhận")},
        {
            "label": _("Phí, lệ phí"),
            "value": _("Tùy trường hợp") if known["fee_varies"] and not known["fee"] else fee,
            "note": _pay_when()[moments.pop()] if len(moments) == 1 else "",
        },
        {
            "label": _("Nộp ở đâu"),
            "value": _("Qua mạng, tại quầy") if known["online"] else _("Tại quầy"),
            "note": _("quầy nào trong tỉnh cũng được"),
        },
        {"label": _("Kết quả"), "value": (english and rules.result.get("name_en")) or rules.result["name"]},
    ]


def _pay_when() -> dict[str, str]:
    return {
        "at_filing": _("nộp khi gửi hồ sơ"),
        "at_intake": _("nộp khi được tiếp nhận"),
        "at_result": _("nộp khi nhận kết quả"),
    }


def _step(step: dict[str, Any], language: str) -> dict[str, str]:
    """One step as the applicant sees it: what is done, where, how long at most (bước giải quyết)."""
    where = _("Nơi nhận hồ sơ") if step["scope"] == "intake" else _("Cơ quan giải quyết")
    return {"title": in_language(step["title"], language), "text": f"{where}, {hours_words(step['hours'])}"}


def card(version: ProcedureVersion) -> dict[str, Any]:
    """The four facts of a procedure as lists show them (tóm tắt thủ tục)."""
    language = get_language() or "vi"
    english = language.startswith("en")
    rules = version.rules
    first = rules.limits[0] if rules.limits else None
    known = [f.amount for f in fees(rules, {})]
    return {
        "title": version.title,
        "slug": version.procedure.slug,
        "code": version.procedure.code,
        "summary": rules.text("summary", language),
        "limit": ((english and first.label_en) or first.label) if first else "",
        "fee": sum(known),
        "fee_varies": any(f.rule["type"] not in ("free", "flat") or f.when or f.exempt for f in rules.fees),
        "online": rules.channels["online"],
        "full": rules.channels.get("online_scope") == "full",
        "papers": sum(1 for p in rules.papers if p.required == "always"),
        "sector": rules.text("sector_name", language),
    }


def _register_name(raw: Any, key: str, english: bool) -> str:
    for register in raw.get("registers", ()):
        if register["key"] == key:
            return str((english and register.get("name_en")) or register["name"])
    return ""
