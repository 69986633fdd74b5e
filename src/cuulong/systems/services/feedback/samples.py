"""How a test walks the routes of feedback (mẫu đường dẫn)."""

from __future__ import annotations

from typing import Any

from cuulong.core.registry import RouteSample, declare

from ..dossiers.models import Dossier
from .models import Attachment, Complaint, Denunciation, Suggestion
from .models.base import State


def _first(model: Any, **wanted: Any) -> dict[str, Any]:
    return {"uuid": model.objects.filter(**wanted).order_by("pk")[0].uuid}


def _with_file(model: Any, **wanted: Any) -> dict[str, Any]:
    """The oldest that came with a file, and the file."""
    sent = Attachment.objects.filter(subject_kind=model.ref_kind).order_by("pk")
    case = model.objects.filter(uuid__in=sent.values("subject_uuid"), **wanted).order_by("pk")[0]
    return {"uuid": case.uuid, "file": sent.filter(subject_uuid=case.uuid)[0].uuid}


def _waiting() -> dict[str, Any]:
    return _first(Suggestion, state=State.RECEIVED)


def _issued() -> dict[str, Any]:
    return _first(Dossier, state__in=("issued", "returned"), account__username="nguyenvanthu")


declare(
    RouteSample(code="services:feedback"),
    RouteSample(code="services:suggest"),
    RouteSample(code="services:complain"),
    RouteSample(code="services:denounce"),
    RouteSample(
        code="services:confirm", kwargs=lambda: _first(Suggestion, state=State.UNCONFIRMED) | {"kind": "suggestion"}
    ),
    RouteSample(code="services:sent_in", status=302),
    RouteSample(code="services:find_feedback"),
    RouteSample(
        code="services:own_feedback",
        role="citizen",
        kwargs=lambda: _first(Suggestion, account__username="nguyenvanthu") | {"kind": "suggestion"},
    ),
    RouteSample(
        code="services:own_feedback_file",
        role="citizen",
        kwargs=lambda: _with_file(Suggestion, account__username="nguyenvanthu") | {"kind": "suggestion"},
    ),
    RouteSample(code="services:answers"),
    RouteSample(code="services:public_answer", kwargs=lambda: _first(Suggestion, state=State.PUBLISHED)),
    RouteSample(code="services:rate"),
    RouteSample(code="services:rated"),
    RouteSample(code="services:rate_own", role="citizen", kwargs=_issued),
    RouteSample(code="services:suggestions", role="procedure_controller"),
    RouteSample(code="services:suggestion", role="procedure_controller", kwargs=_waiting),
    RouteSample(code="services:suggestion_file", role="procedure_controller", kwargs=lambda: _with_file(Suggestion)),
    RouteSample(
        code="services:act_suggestion",
        role="procedure_controller",
        kwargs=lambda: _waiting() | {"verb": "answer"},
        method="POST",
        status=422,
    ),
    RouteSample(code="services:complaints", role="complaint_officer"),
    RouteSample(code="services:complaint", role="complaint_officer", kwargs=lambda: _first(Complaint)),
    RouteSample(code="services:complaint_file", role="complaint_officer", kwargs=lambda: _with_file(Complaint)),
    RouteSample(
        code="services:act_complaint",
        role="complaint_officer",
        kwargs=lambda: _first(Complaint) | {"verb": "refuse"},
        method="POST",
        status=422,
    ),
    RouteSample(code="services:denunciations", role="denunciation_handler"),
    RouteSample(code="services:denunciation", role="denunciation_handler", kwargs=lambda: _first(Denunciation)),
    RouteSample(
        code="services:denunciation_file",
        role="denunciation_handler",
        kwargs=lambda: _with_file(Denunciation),
    ),
    RouteSample(
        code="services:act_denunciation",
        role="denunciation_handler",
        kwargs=lambda: _first(Denunciation) | {"verb": "refuse"},
        method="POST",
        status=422,
    ),
    RouteSample(
        code="services:denouncer",
        role="denunciation_handler",
        kwargs=lambda: _first(Denunciation),
        method="POST",
        status=422,
    ),
    RouteSample(code="services:retention", role="chief_of_office"),
    RouteSample(
        code="services:retention_hold",
        role="chief_of_office",
        kwargs=lambda: _first(Suggestion, state=State.ANSWERED) | {"kind": "suggestion"},
    ),
    RouteSample(code="services:satisfaction", role="centre_director"),
)
