"""Official forms of a dossier as A4 sheets: 01–06 and register 07 of TT 03/2025 (mẫu phiếu)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from cuulong.core.organisations.models import Agency
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.core.workflow.queries import history
from cuulong.lib.dates import parse_date
from cuulong.lib.errors import InputError
from cuulong.lib.qr import svg

from .applicants import applicant_required, my_draft
from .charges import fees_of
from .co_signing import lines_of
from .delivery import told
from .models import Dossier, Supplement
from .paper_slots import paper_slots
from .queries import for_officials
from .story import late, strip_of
from .views_desk import workspace_dossier

TITLES = {
    "01": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    "02": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    "03": "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
    "04": "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
    "05": "Thông báo dừng giải quyết hồ sơ",
    "06": "Phiếu kiểm soát quá trình giải quyết hồ sơ",
}


def head_of(agency: Agency | None) -> dict[str, object]:
    """The head of a sheet: the body, the one above it, the place and today."""
    parent = agency.parent if agency else None
    return {
        "agency": {"name": agency.name if agency else "", "parent": parent.name if parent else ""},
        "place": agency.place if agency else "",
        "day": timezone.localdate(),
    }


def receipt_context(dossier: Dossier) -> dict[str, object]:
    """What form 01 says; its QR opens the tracking page with the code filled in."""
    address = f"{settings.BASE_URL}{reverse('services:lookup')}?ma={dossier.code}"
    rating = f"{settings.BASE_URL}{reverse('services:rate')}?ma={dossier.code}"
    accepted = dossier.transitions.filter(verb="accept").last()
    with translation.override("vi"):  # a state form is Vietnamese whatever the reader's language
        slots, way = paper_slots(dossier), told(dossier)
    return head_of(dossier.intake_agency) | {
        "dossier": dossier,
        "accepted_by": accepted.actor_name if accepted else "",
        "slots": slots,
        "way": way,
        "signers": [line["who"].full_name for line in lines_of(dossier)],
        "fees": fees_of(dossier),
        "qr": mark_safe(svg(address, title=dossier.code or "")),  # noqa: S308  drawn by lib from our own text
        "address": address,
        "rating_qr": mark_safe(svg(rating, title="Đánh giá")),  # noqa: S308  as above
        "rating_address": rating,
        "strip": strip_of(dossier, timezone.now()),
    }


@official_required("services.dossier.read")
def sheet(request: PersonRequest, uuid: UUID, form: str) -> HttpResponse:
    """One official form of a dossier, to print (in mẫu)."""
    dossier = workspace_dossier(request, uuid)
    if form not in TITLES or (form == "01" and dossier.accepted_at is None):
        raise Http404
    supplement = dossier.supplements.last()
    if form == "02" and supplement is None:
        raise Http404
    declined = dossier.transitions.filter(verb="decline").last()
    if form == "03" and declined is None:
        raise Http404
    matter = {"04": "extend", "05": "stop"}.get(form, "")
    proposal = dossier.proposals.filter(matter=matter, decision="approved").last() if matter else None
    if matter and proposal is None:
        raise Http404
    context = receipt_context(dossier) | {
        "title": TITLES[form],
        "decides": head_of(dossier.competent_agency),
        "supplement": supplement,
        "asked": _asked(supplement, dossier) if supplement else [],
        "declined": declined,
        "proposal": proposal,
        "steps": history(dossier.ref) if form == "06" else [],
        "late": late(dossier),
        "back_url": reverse("services:workspace", args=[dossier.uuid]),
    }
    return render(request, f"services/sheets/form_{form}.html", context)


def _asked(supplement: Supplement, dossier: Dossier) -> list[str]:
    """What form 02 lists: papers, then questions to answer again."""
    names = {p.key: p.name for p in dossier.version.rules.papers}
    questions = dossier.version.form.shape.fields
    papers = [names.get(key, key) for key in supplement.papers]
    return papers + [f"Khai lại: {questions[key].title('vi')}" for key in supplement.fields if key in questions]


@applicant_required
def own_receipt(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Form 01 for the person who filed (giấy tiếp nhận của tôi)."""
    dossier = my_draft(request, uuid)
    if dossier.accepted_at is None:
        raise Http404
    back = reverse("services:dossier", args=[dossier.uuid])
    return render(
        request, "services/sheets/form_01.html", receipt_context(dossier) | {"title": TITLES["01"], "back_url": back}
    )


@official_required("services.dossier.read")
def register(request: PersonRequest) -> HttpResponse:
    """Register 07 of a span of days, at most a year (sổ theo dõi hồ sơ)."""
    last = _day(request.GET.get("to"), timezone.localdate())
    first = max(_day(request.GET.get("from"), last.replace(day=1)), last - timedelta(days=366))
    rows = for_officials(request.acting).filter(filed_at__date__range=(first, last))
    rows = rows.select_related("returning", "posting").order_by("filed_at")[:2000]
    own = request.acting.grants[0].agency_id
    head = head_of(Agency.objects.select_related("parent").filter(pk=own).first())
    context = head | {
        "rows": rows,
        "first": first,
        "last": last,
        "title": "Sổ theo dõi hồ sơ",
        "back_url": reverse("services:dossiers"),
    }
    return render(request, "services/sheets/form_07.html", context)


def _day(text: str | None, default: date) -> date:
    try:
        return parse_date(text) if text else default
    except InputError:
        return default
