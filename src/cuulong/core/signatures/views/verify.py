"""Anyone may ask whether a paper is genuine (xác minh giấy tờ)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_ratelimit.core import is_ratelimited

from cuulong.core.files.http import respond
from cuulong.core.files.store import read
from cuulong.design import formats
from cuulong.lib.errors import InputError

from .. import preview
from ..findings import Check, Report
from ..forms import CodeForm, UploadForm
from ..models import Issued
from ..queries import issued_by_code
from ..rules import State, Verdict
from ..validate import report

UPLOADS, LOOKUPS = "20/m", "60/m"
SIGNS = {
    Verdict.VALID: ("good", "check-lg"),
    Verdict.BROKEN: ("bad", "x-lg"),
    Verdict.UNKNOWN: ("unknown", "exclamation-triangle-fill"),
}
MARKS = {
    State.GOOD: ("good", "check-circle-fill"),
    State.BAD: ("bad", "x-circle-fill"),
    State.UNKNOWN: ("unknown", "exclamation-triangle-fill"),
}
TAMPERED_BYTE = 2000


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Upload a PDF or type a code; the upload is judged and forgotten (xác minh giấy tờ)."""
    if request.method == "POST":
        if _too_many(request, "verify-upload", UPLOADS):
            return _slow_down(request)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return _ask(request, upload=form, status=422)
        file = form.cleaned_data["file"]
        pdf = file.read()
        issued = Issued.objects.select_related("file", "agency").filter(file__sha256=sha256(pdf).hexdigest()).first()
        return _show(request, Result(pdf, _judge(pdf, issued), issued, name=file.name))
    if request.GET.get("code"):
        typed = CodeForm(request.GET)
        if typed.is_valid():
            return redirect("signatures:verify_issued", code=typed.cleaned_data["code"])
        return _ask(request, code=typed, status=422)
    return _ask(request)


@never_cache
@require_safe
def verify_issued(request: HttpRequest, code: str) -> HttpResponse:
    """The result behind a code: still whole, still in force, and what it looks like (tra cứu theo mã)."""
    if _too_many(request, "verify-code", LOOKUPS):
        return _slow_down(request)
    try:
        issued = issued_by_code(code)
    except InputError:
        issued = None
    if issued is None:
        form = CodeForm({"code": code})
        if form.is_valid():
            form.add_error("code", _("Không có giấy tờ nào mang mã này. Kiểm tra lại 4 số cuối"))
        return _ask(request, code=form, status=404)
    pdf = read(issued.file)
    return _show(request, Result(pdf, _judge(pdf, issued), issued))


def of_issued(
    view: Callable[[HttpRequest, Issued], HttpResponseBase],
) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """The file behind a code, for a view; codes are not tried out here faster than on the page itself (tệp theo mã)."""

    @wraps(view)
    def found(request: HttpRequest, code: str) -> HttpResponseBase:
        if _too_many(request, "verify-file", LOOKUPS):
            return _slow_down(request)
        return view(request, _issued_or_404(code))

    return found


@require_safe
@of_issued
def original(request: HttpRequest, issued: Issued) -> HttpResponseBase:
    """The issued file itself, to compare with the paper in hand (bản gốc)."""
    return respond(issued.file, inline=True)


@require_safe
@of_issued
def page_picture(request: HttpRequest, issued: Issued) -> HttpResponse:
    """Its first page as a picture (hình trang đầu)."""
    response = HttpResponse(preview.first_page(read(issued.file), ppi=110), content_type="image/png")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
@of_issued
def tampered(request: HttpRequest, issued: Issued) -> HttpResponse:
    """A copy with one byte changed, for the tour; refused in production (bản đã bị sửa để thử)."""
    if settings.ENV == "production":
        raise Http404
    pdf = read(issued.file)
    asked = request.GET.get("byte", "")
    place = (int(asked) if asked.isdecimal() else TAMPERED_BYTE) % len(pdf)
    changed = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
    response = HttpResponse(changed, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="da-sua-byte-{place}.pdf"'
    return response


@dataclass(frozen=True)
class Result:
    """What was judged, for the page."""

    pdf: bytes
    report: Report
    issued: Issued | None = None
    name: str = ""


def _judge(pdf: bytes, issued: Issued | None) -> Report:
    return report(pdf, extra=(_force(issued),) if issued else ())


def _force(issued: Issued) -> Check:
    """Whether a result of ours is still in force."""
    if issued.withdrawn_at is None:
        return Check("force", State.GOOD, _("Hiệu lực"), _("Giấy chưa bị thu hồi hay thay thế"))
    text = _("Đã thu hồi lúc %(when)s: %(why)s") % {
        "when": formats.moment(issued.withdrawn_at),
        "why": issued.withdrawn_because,
    }
    return Check("force", State.BAD, _("Hiệu lực"), text)


def _show(request: HttpRequest, result: Result) -> HttpResponse:
    found, issued = result.report, result.issued
    tone, icon = SIGNS[found.verdict]
    context = {
        "current": "verify",
        "report": found,
        "tone": tone,
        "icon": icon,
        "checks": [(check, *MARKS[check.state]) for check in found.checks],
        "signatures": [(each, *MARKS[each.state]) for each in found.signatures],
        "pairs": _pairs(result, timezone.now()),
        "issued": issued,
        "may_tamper": settings.ENV != "production",
        "tampered_byte": TAMPERED_BYTE,
    }
    return render(request, "signatures/verdict.html", context)


def _pairs(result: Result, now: datetime) -> list[tuple[str, str]]:
    found, issued, person = result.report, result.issued, result.report.person
    pairs = [(_("Tên tệp"), result.name)]
    if issued:
        pairs += [(_("Tên"), issued.title), (_("Cấp cho"), issued.holder_masked)]
    pairs += [(_("Số"), found.number), (_("Cơ quan"), found.by if found.verdict == Verdict.VALID else "")]
    if person and found.verdict == Verdict.VALID:
        pairs += [(_("Người ký"), person.signer), (_("Ký lúc"), formats.moment(person.signed_at))]
    pairs.append((_("Xác minh lúc"), formats.moment(now)))
    return [(label, value) for label, value in pairs if value]


def _ask(
    request: HttpRequest, *, upload: UploadForm | None = None, code: CodeForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "current": "verify",
        "upload": upload or UploadForm(),
        "code": code or CodeForm(),
        "form": upload or code,
        "has_errors": status != 200,
    }
    return render(request, "signatures/verify.html", context, status=status)


def _slow_down(request: HttpRequest) -> HttpResponse:
    response = render(request, "signatures/slow_down.html", {"current": "verify"}, status=429)
    response.headers["Retry-After"] = "60"
    return response


def _too_many(request: HttpRequest, group: str, rate: str) -> bool:
    return bool(is_ratelimited(request, group=group, key="ip", rate=rate, increment=True))


def _issued_or_404(code: str) -> Issued:
    try:
        issued = issued_by_code(code)
    except InputError:
        issued = None
    if issued is None:
        raise Http404
    return issued
