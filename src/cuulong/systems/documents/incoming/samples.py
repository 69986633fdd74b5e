"""How the screens of incoming documents are walked (mẫu đường dẫn)."""

from __future__ import annotations

from typing import Any

from cuulong.core.registry import RouteSample, declare
from cuulong.core.workflow.models import Step

from ..records.models import Attachment, Document

WARD = "commune-29551"


def _at(state: str) -> dict[str, Any]:
    found = Document.objects.filter(direction="in", agency__slug=WARD, state=state)
    return {"uuid": found.earliest("pk").uuid}


def _at_step(key: str) -> dict[str, Any]:
    steps = Step.objects.filter(case__subject_kind=Document.ref_kind, case__agency__slug=WARD, key=key, left_at=None)
    return {"uuid": steps.select_related("case").earliest("pk").case.subject_uuid}


def _file() -> dict[str, Any]:
    found = Attachment.objects.filter(document__direction="in", document__agency__slug=WARD, part="main")
    one = found.select_related("document").earliest("pk")
    return {"uuid": one.document.uuid, "file": one.uuid}


declare(
    RouteSample(code="documents:incoming_register", role="clerk"),
    RouteSample(code="documents:arrivals", role="clerk"),
    RouteSample(code="documents:tracking", role="clerk"),
    RouteSample(code="documents:take_in", role="clerk"),
    RouteSample(code="documents:routing", role="chief_of_office"),
    RouteSample(code="documents:instructing", role="signer"),
    RouteSample(code="documents:incoming", role="chief_of_office", kwargs=lambda: _at_step("route")),
    RouteSample(code="documents:register", role="clerk", kwargs=lambda: _at("arrived")),
    RouteSample(
        code="documents:incoming_act",
        role="clerk",
        kwargs=lambda: _at("arrived") | {"verb": "give_back"},
        method="POST",
        status=422,
    ),
    RouteSample(code="documents:incoming_file", role="clerk", kwargs=_file),
    RouteSample(code="documents:incoming_image", role="clerk", kwargs=_file),
)
