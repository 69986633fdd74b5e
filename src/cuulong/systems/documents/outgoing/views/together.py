"""Signing beside others, and several at once (ký cùng, xử lý hàng loạt)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cuulong.core.people.access import PersonRequest, fresh_second_factor_required, official_required
from cuulong.core.signatures import demo_ca
from cuulong.core.signatures.queries import usable_of
from cuulong.core.workflow.definition import in_language
from cuulong.core.workflow.queries import actions_for
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from ...records.models import READ, Document
from ..actions.batch import Outcome, forward_many, sign_many
from ..actions.co_sign import co_sign, refuse_co_signing
from ..models import CoSigner
from ..queries import to_co_sign, waiting
from ..rules import SIGN
from .page import document_of

MOST = 100


@official_required(READ)
def co_signing(request: PersonRequest, uuid: UUID) -> HttpResponseBase:
    """Read what one is asked to sign beside others; sign it or say why not (ký cùng)."""
    document = document_of(request, uuid)
    mine = get_object_or_404(to_co_sign(request.acting), outgoing=document.pk)
    if request.method == "POST" and "refuse" not in request.POST:
        return fresh_second_factor_required(_co_signing)(request, document, mine)
    return _co_signing(request, document, mine)


def _co_signing(request: PersonRequest, document: Document, mine: CoSigner) -> HttpResponseBase:
    problem, note = "", request.POST.get("note", "")
    if request.method == "POST":
        try:
            if "refuse" in request.POST:
                refuse_co_signing(mine, note, acting=request.acting, at=timezone.now())
                messages.success(request, _("Đã trả lại kèm ý kiến."))
                return redirect("documents:outgoing_list")
            co_sign(mine, pin=request.POST.get("pin", ""), acting=request.acting, at=timezone.now())
            messages.success(request, _("Đã ký."))
            return redirect("documents:outgoing", uuid=document.uuid)
        except InputError as error:
            problem = say(error)
    context = {
        "document": document,
        "mine": mine,
        "co_signers": document.outgoing.co_signers.all(),
        "certificate": usable_of(request.acting),
        "demo_pin": demo_ca.PIN if settings.ENV != "production" else "",
        "problem": problem,
        "note": note,
        "has_errors": bool(problem),
    }
    return render(request, "documents/outgoing/co_sign.html", context, status=409 if problem else 200)


@official_required(READ)
def batch(request: PersonRequest) -> HttpResponseBase:
    """What waits for me, to send on or to sign several at once (xử lý hàng loạt)."""
    if request.method == "POST" and request.POST.get("do") == SIGN:
        return fresh_second_factor_required(_batch)(request)
    return _batch(request)


def _batch(request: PersonRequest) -> HttpResponseBase:
    outcomes: list[Outcome] = []
    if request.method == "POST":
        outcomes = _do(request)
    language = get_language() or "vi"
    rows = []
    steps = list(waiting(request.acting).filter(kind="task")[:MOST])
    found = {one.uuid: one for one in _documents([one.case.subject_uuid for one in steps])}
    for step in steps:
        action = next((one for one in actions_for(step) if "number" not in one.needs and "note" not in one.needs), None)
        if action is not None and step.case.subject_uuid in found:
            title = in_language(action.title, language)
            rows.append({"step": step, "document": found[step.case.subject_uuid], "key": action.key, "title": title})
    context = {
        "rows": rows,
        "may_sign": any(row["key"] == SIGN for row in rows),
        "may_forward": any(row["key"] != SIGN for row in rows),
        "outcomes": outcomes,
        "certificate": usable_of(request.acting),
        "demo_pin": demo_ca.PIN if settings.ENV != "production" else "",
    }
    return render(request, "documents/outgoing/batch.html", context)


def _do(request: PersonRequest) -> list[Outcome]:
    chosen = request.POST.getlist("step")[:MOST]
    steps = [one for one in waiting(request.acting).filter(kind="task") if str(one.uuid) in chosen]
    found = {one.uuid: one for one in _documents([one.case.subject_uuid for one in steps])}
    common: dict[str, Any] = {"acting": request.acting, "at": timezone.now()}
    if request.POST.get("do") == SIGN:
        wanted = [(found[one.case.subject_uuid], one) for one in steps if one.key == "sign"]
        return sign_many(wanted, pin=request.POST.get("pin", ""), **common)
    going = []
    for step in steps:
        action = next((one for one in actions_for(step) if not one.needs), None)
        if action is not None:
            going.append((found[step.case.subject_uuid], step, action.key))
    return forward_many(going, **common)


def _documents(uuids: list[UUID]) -> list[Document]:
    return list(Document.objects.filter(uuid__in=uuids).select_related("agency", "room"))
