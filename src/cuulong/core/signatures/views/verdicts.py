"""The verdict for programs: post a PDF or an XML packet, or name a code, get JSON (xác minh dành cho phần mềm).

Open to everyone, as the page is; nothing that is posted is kept.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from cuulong.core.files.rules import Refused, check_size
from cuulong.core.files.store import read
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from ..findings import Report
from ..forms import UploadForm
from ..models import Issued
from ..queries import issued_as, issued_by_code
from ..xmlsig.verify import verify_xml
from .verify import LOOKUPS, UPLOADS, judge, too_many

LANGUAGES = ("vi", "en")


@csrf_exempt
@never_cache
@require_POST
def check(request: HttpRequest) -> JsonResponse:
    """Judge what is posted: a form field `file`, or the bytes themselves as PDF or XML (xác minh tệp)."""
    if too_many(request, "verify-upload", UPLOADS):
        return _slow_down()
    try:
        data = _posted(request)
    except InputError as error:
        return _problem(422, error)
    return _answer(data, issued_as(data))


@never_cache
@require_safe
def by_code(request: HttpRequest, code: str) -> JsonResponse:
    """Judge the issued file behind a code (tra cứu theo mã)."""
    if too_many(request, "verify-code", LOOKUPS):
        return _slow_down()
    try:
        issued = issued_by_code(code)
    except InputError as error:
        return _problem(404, error)
    if issued is None:
        return _in_both(404, "unknown_code", lambda: _("Không có giấy tờ nào mang mã này. Kiểm tra lại 4 số cuối"))
    return _answer(read(issued.file), issued)


def _posted(request: HttpRequest) -> bytes:
    if request.content_type in ("multipart/form-data", "application/x-www-form-urlencoded"):
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            raise Refused("no_file", str(form.errors["file"].as_data()[0].messages[0]))
        return bytes(form.cleaned_data["file"].read())
    check_size(int(request.headers.get("Content-Length") or 0), settings.FILES_MAX_BYTES)
    return request.body


def _answer(data: bytes, issued: Issued | None) -> JsonResponse:
    told: dict[str, Any] = {}
    for language in LANGUAGES:
        with translation.override(language):
            report = verify_xml(data) if _is_xml(data) else judge(data, issued)
            told[language] = report
    vi, en = told["vi"], told["en"]
    body: dict[str, Any] = {
        "verdict": vi.verdict.value,
        "headline": {"vi": vi.headline, "en": en.headline},
        "lead": {"vi": vi.lead, "en": en.lead},
        "number": vi.number,
        "checks": [
            {
                "code": a.code,
                "state": a.state.value,
                "title": {"vi": a.title, "en": b.title},
                "text": {"vi": a.text, "en": b.text},
            }
            for a, b in zip(vi.checks, en.checks, strict=True)
        ],
        "signatures": _signatures(vi, en),
        "sha256": sha256(data).hexdigest(),
    }
    if issued:
        body["issued"] = {
            "code": issued.code,
            "title": issued.title,
            "holder": issued.holder_masked,
            "at": issued.issued_at.isoformat(),
            "withdrawn_at": issued.withdrawn_at and issued.withdrawn_at.isoformat(),
        }
    return _json(200, body)


def _signatures(vi: Report, en: Report) -> list[dict[str, Any]]:
    return [
        {
            "field": a.field,
            "signer": a.signer,
            "issuer": a.issuer,
            "serial": a.serial,
            "signed_at": a.signed_at and a.signed_at.isoformat(),
            "stamped": a.stamped,
            "content": {"state": a.content.value, "vi": a.content_text, "en": b.content_text},
            "trust": {"state": a.trust.value, "vi": a.trust_text, "en": b.trust_text},
            "time": {"state": a.time.value, "vi": a.time_text, "en": b.time_text},
        }
        for a, b in zip(vi.signatures, en.signatures, strict=True)
    ]


def _is_xml(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"


def _problem(status: int, error: InputError) -> JsonResponse:
    return _in_both(status, error.code, lambda: say(error))


def _slow_down() -> JsonResponse:
    answer = _in_both(429, "too_many", lambda: _("Từ máy này vừa có quá nhiều lượt xác minh. Thử lại sau một phút."))
    answer.headers["Retry-After"] = "60"
    return answer


def _in_both(status: int, code: str, words: Any) -> JsonResponse:
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = words()
    return _json(status, {"error": code, "detail": said})


def _json(status: int, body: dict[str, Any]) -> JsonResponse:
    answer = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    # Any program's page may ask: the answer says nothing that the page would not.
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
