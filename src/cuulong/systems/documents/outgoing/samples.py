"""How a test walks the routes of outgoing documents (mẫu đường dẫn)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from cuulong.core.registry import RouteSample, declare
from cuulong.core.workflow.models import Step

from ..records.models import Document
from .models import CoSigner, SendingRule

WARD = "commune-29551"
NOTHING = UUID(int=0)


def _document(**wanted: Any) -> dict[str, Any]:
    found = Document.objects.filter(direction="out", agency__slug=WARD, outgoing__subject_uuid=None, **wanted).order_by(
        "pk"
    )
    return {"uuid": found[0].uuid}


def _step(key: str) -> dict[str, Any]:
    """A ward's document that waits at a step, and the step."""
    steps = Step.objects.filter(
        key=key, left_at=None, kind="task", case__agency__slug=WARD, case__version__process__code="documents.outgoing"
    )
    step = steps.select_related("case").order_by("pk")[0]
    return {"uuid": step.case.subject_uuid, "step": step.uuid}


def _draft() -> dict[str, Any]:
    return {"uuid": _step("draft")["uuid"]}


def _asked() -> dict[str, Any]:
    asked = CoSigner.objects.filter(asked_at__isnull=False, signed_at=None, refused_at=None).order_by("pk")
    theirs = asked.filter(appointment__account__username="lc.chutich").first() or asked[0]
    return {"uuid": theirs.outgoing.document.uuid}


def _rule() -> dict[str, Any]:
    return {"uuid": SendingRule.objects.order_by("pk")[0].uuid}


declare(
    RouteSample(code="documents:outgoing_list", role="clerk"),
    RouteSample(code="documents:outgoing_register", role="clerk"),
    RouteSample(code="documents:outgoing_new", role="specialist"),
    RouteSample(code="documents:outgoing_batch", role="signer"),
    RouteSample(code="documents:outgoing", role="clerk", kwargs=lambda: _document(state="issued")),
    RouteSample(code="documents:outgoing_image", role="clerk", kwargs=lambda: _document(state="issued")),
    RouteSample(code="documents:outgoing_pdf", role="clerk", kwargs=lambda: _document(state="issued")),
    RouteSample(
        code="documents:outgoing_file",
        role="clerk",
        kwargs=lambda: _document(state="issued") | {"file": NOTHING},
        status=404,
    ),
    RouteSample(
        code="documents:outgoing_act",
        role="clerk",
        kwargs=lambda: _step("form_check") | {"key": "back_for_form"},
        method="POST",
        status=409,
    ),
    RouteSample(
        code="documents:outgoing_ask", role="specialist", kwargs=lambda: _step("draft"), method="POST", status=422
    ),
    RouteSample(
        code="documents:outgoing_answer", role="specialist", kwargs=lambda: _step("draft"), method="POST", status=409
    ),
    RouteSample(code="documents:outgoing_edit", role="specialist", kwargs=_draft),
    RouteSample(code="documents:outgoing_preview", role="specialist", kwargs=_draft, method="POST"),
    RouteSample(code="documents:outgoing_upload", role="specialist", kwargs=_draft, method="POST", status=302),
    RouteSample(code="documents:outgoing_versions", role="specialist", kwargs=_draft),
    RouteSample(code="documents:outgoing_remark", role="specialist", kwargs=_draft, method="POST", status=409),
    RouteSample(
        code="documents:outgoing_settle",
        role="specialist",
        kwargs=lambda: _draft() | {"remark": NOTHING},
        method="POST",
        status=404,
    ),
    RouteSample(code="documents:outgoing_signers", role="specialist", kwargs=_draft),
    RouteSample(code="documents:outgoing_recipients", role="specialist", kwargs=_draft),
    RouteSample(code="documents:outgoing_co_sign", role="signer", kwargs=_asked),
    RouteSample(code="documents:outgoing_recall", role="clerk", kwargs=lambda: _document(state="issued")),
    RouteSample(
        code="documents:outgoing_mend",
        role="specialist",
        kwargs=lambda: _document(state="issued", created_by__username="lc.dothi"),
    ),
    RouteSample(
        code="documents:outgoing_public",
        role="clerk",
        kwargs=lambda: _document(state="issued"),
        method="POST",
        status=302,
    ),
    RouteSample(
        code="documents:outgoing_given_back",
        role="clerk",
        kwargs=lambda: _document(state="issued") | {"recipient": NOTHING},
        method="POST",
        status=404,
    ),
    RouteSample(code="documents:numbering", role="clerk"),
    RouteSample(code="documents:sending_rules", role="administrator"),
    RouteSample(code="documents:sending_rule_end", role="administrator", kwargs=_rule, method="POST", status=302),
)
