"""Procedures as systems outside read them (giao diện lập trình thủ tục)."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Path, Query, Router, Schema

from cuulong.core.api.access import ApiRequest, needs
from cuulong.design.keyset import Key, page_of
from cuulong.lib.errors import gettext_noop

from .models import ProcedureVersion
from .queries import in_force

router = Router(tags=["procedures"])


class ProcedureLine(Schema):
    """A procedure as lists show it."""

    code: str
    name: str
    version: int


class ProcedureLines(Schema):
    """One page of procedures."""

    items: list[ProcedureLine]
    next: str


class AskedPaper(Schema):
    """A paper that the procedure asks for."""

    key: str
    name: str
    required: str
    quantity: int
    copy_kind: str


class FeeOut(Schema):
    """A fee and when it falls due."""

    key: str
    name: str
    due: str


class ProcedureOut(ProcedureLine):
    """A procedure with its papers, fees and the JSON Schema (2020-12) of its form."""

    papers: list[AskedPaper]
    fees: list[FeeOut]
    form: dict[str, Any]


@router.get(
    "/procedures", response=ProcedureLines, auth=needs("procedures.read"), summary=gettext_noop("Danh sách thủ tục")
)
def listed(
    request: ApiRequest,
    after: Annotated[str, Query("", max_length=1000)] = "",
    limit: Annotated[int, Query(50, ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Procedures that are filed here today (danh sách thủ tục)."""
    page = page_of(in_force(timezone.localdate()), Key("pk"), limit, after)
    return {"items": [_line(one) for one in page.rows], "next": page.after}


@router.get(
    "/procedures/{code}", response=ProcedureOut, auth=needs("procedures.read"), summary=gettext_noop("Một thủ tục")
)
def one(request: ApiRequest, code: Annotated[str, Path(..., max_length=40)]) -> dict[str, Any]:
    """Papers, fees and form of a procedure as it applies today (nội dung thủ tục)."""
    version = in_force(timezone.localdate()).filter(procedure__code=code).first()
    if version is None:
        raise Http404
    english = (get_language() or "vi") == "en"
    rules = version.rules
    return _line(version) | {
        "papers": [
            {
                "key": p.key,
                "name": (english and p.name_en) or p.name,
                "required": p.required,
                "quantity": p.quantity,
                "copy_kind": p.copy_kind,
            }
            for p in rules.papers
        ],
        "fees": [{"key": f.key, "name": (english and f.name_en) or f.name, "due": f.due} for f in rules.fees],
        "form": version.form.schema,
    }


def _line(version: ProcedureVersion) -> dict[str, Any]:
    return {"code": version.procedure.code, "name": version.name, "version": version.n}
