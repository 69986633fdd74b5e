"""How a test walks the routes of services (mẫu đường dẫn)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from cuulong.core.registry import RouteSample, declare
from cuulong.core.workflow.models import Step

from .catalogue.models import BlankForm, ImportRun, Listing, ProcedureVersion
from .counters.models import Visit
from .dossiers.models import Channel, CoSigner, Dossier, GuestPass, NationalCase, Paper, Returning, State, Supplement


def _one(state: str, **wanted: Any) -> dict[str, Any]:
    found = Dossier.objects.filter(state=state, account__username="nguyenvanthu", **wanted).order_by("pk")
    return {"uuid": found[0].uuid}


def _with_result() -> dict[str, Any]:
    """A dossier whose result is there, handed over or not."""
    there = (State.ISSUED, State.RETURNED)
    return {"uuid": Dossier.objects.filter(state__in=there, account__username="nguyenvanthu").order_by("pk")[0].uuid}


def _signed_for() -> dict[str, Any]:
    given = Returning.objects.filter(signature__isnull=False, dossier__competent_agency__slug="commune-29551")
    return {"uuid": given.order_by("pk")[0].dossier.uuid}


def _at_ward(state: str) -> dict[str, Any]:
    found = Dossier.objects.filter(state=state, competent_agency__slug="commune-29551").order_by("pk")
    return {"uuid": found[0].uuid}


def _asked_in_person() -> dict[str, Any]:
    asked = Supplement.objects.filter(dossier__channel=Channel.COUNTER, answered_at=None).exclude(fields=[])
    return {"uuid": asked.filter(dossier__state=State.INCOMPLETE).order_by("pk")[0].dossier.uuid}


def _step(**wanted: Any) -> dict[str, Any]:
    step = Step.objects.filter(left_at=None, **wanted).select_related("case").order_by("pk")[0]
    return {"uuid": step.case.subject_uuid, "step": step.uuid}


def _paper(state: str) -> dict[str, Any]:
    paper = Paper.objects.filter(
        dossier__state=state, dossier__account__username="nguyenvanthu", file__isnull=False, replaced=False
    ).order_by("pk")[0]
    return {"uuid": paper.uuid}


def _proof() -> dict[str, Any]:
    paper = Paper.objects.filter(
        dossier__account__username="nguyenvanthu", proof__isnull=False, replaced=False, dossier__state=State.SENT
    ).order_by("pk")[0]
    return {"uuid": paper.proof}


def _national() -> dict[str, Any]:
    return {"uuid": NationalCase.objects.order_by("pk")[0].uuid}


def _guest() -> dict[str, Any]:
    return {"uuid": GuestPass.objects.filter(confirmed_at=None).order_by("pk")[0].uuid}


def _signer() -> dict[str, Any]:
    return {"uuid": CoSigner.objects.filter(dossier__account__username="nguyenvanthu").order_by("pk")[0].uuid}


RECEIPT = {"document": "tt-03-2025", "form": "01"}
PERMIT = {"slug": "giay-phep-xay-dung-nha-o"}


def _page(key: str) -> dict[str, Any]:
    return _one(State.DRAFT) | {"key": key}


declare(
    RouteSample(code="services:national_cases", role="intake_officer"),
    RouteSample(code="services:national_new", role="intake_officer"),
    RouteSample(code="services:national_case", role="intake_officer", kwargs=_national),
    RouteSample(code="services:front"),
    RouteSample(code="services:procedures", query="q=giay phep xay dung"),
    RouteSample(code="services:procedure", kwargs=lambda: PERMIT),
    RouteSample(code="services:begin", role="citizen", kwargs=lambda: PERMIT, shared=True),
    RouteSample(code="services:one_page", role="citizen", kwargs=lambda: PERMIT, shared=True),
    RouteSample(code="services:page", role="citizen", kwargs=lambda: _page("xem-lai")),
    RouteSample(
        code="services:autosave", role="citizen", kwargs=lambda: _page("cong-trinh"), method="POST", status=404
    ),
    RouteSample(
        code="services:drop_draft",
        role="citizen",
        kwargs=lambda: _one(State.DRAFT, version__procedure__code="1.001193"),
        method="POST",
        status=302,
    ),
    RouteSample(code="services:paper", role="citizen", kwargs=lambda: _paper(State.SENT)),
    RouteSample(
        code="services:drop_paper", role="citizen", kwargs=lambda: _paper(State.DRAFT), method="POST", status=302
    ),
    RouteSample(code="services:own_proof", role="citizen", kwargs=_proof),
    RouteSample(code="services:proof", role="intake_officer", kwargs=_proof),
    RouteSample(
        code="services:look_up_again",
        role="intake_officer",
        kwargs=lambda: _at_ward(State.SENT) | {"key": "giay-chung-sinh"},
        method="POST",
        status=302,
    ),
    RouteSample(code="services:co_sign", kwargs=_signer, bearer=True),
    RouteSample(
        code="services:co_sign_paper", kwargs=lambda: _signer() | {"paper": UUID(int=0)}, status=404, bearer=True
    ),
    RouteSample(code="services:drop_signer", role="citizen", kwargs=_signer, method="POST", status=302),
    RouteSample(code="services:lookup"),
    RouteSample(code="services:guest_begin", kwargs=lambda: PERMIT),
    RouteSample(code="services:guest_code", kwargs=_guest, bearer=True),
    RouteSample(code="services:resume_guest"),
    RouteSample(code="services:leave_guest", method="POST", status=302),
    RouteSample(code="services:mine", role="citizen"),
    RouteSample(code="services:store", role="citizen"),
    RouteSample(code="services:dossier", role="citizen", kwargs=lambda: _one(State.PAUSED)),
    RouteSample(code="services:sent", role="citizen", kwargs=lambda: _one(State.SENT)),
    RouteSample(
        code="services:supplement", role="citizen", kwargs=lambda: _one(State.PAUSED), method="POST", status=302
    ),
    RouteSample(code="services:take_back", role="citizen", kwargs=lambda: _one(State.SENT)),
    RouteSample(code="services:result_way", role="citizen", kwargs=lambda: _one(State.SENT)),
    RouteSample(code="services:result", role="citizen", kwargs=_with_result),
    RouteSample(code="services:own_receipt", role="citizen", kwargs=_with_result),
    RouteSample(code="services:own_receipt_pdf", role="citizen", kwargs=_with_result),
    RouteSample(code="services:counter", role="intake_officer"),
    RouteSample(code="services:intake", role="intake_officer", kwargs=lambda: PERMIT, shared=True),
    RouteSample(
        code="services:receive",
        role="intake_officer",
        kwargs=lambda: _at_ward(State.SENT),
        method="POST",
        status=302,
    ),
    RouteSample(code="services:dossiers", role="specialist"),
    RouteSample(code="services:register", role="intake_officer"),
    RouteSample(code="services:register_pdf", role="intake_officer"),
    RouteSample(code="services:dossier_paper", role="intake_officer", kwargs=lambda: _paper(State.SENT)),
    RouteSample(code="services:paper_text", role="intake_officer", kwargs=lambda: _paper(State.SENT)),
    RouteSample(code="services:workspace", role="intake_officer", kwargs=lambda: _at_ward(State.SENT)),
    RouteSample(
        code="services:decide_withdrawal",
        role="specialist",
        kwargs=lambda: _at_ward(State.PROCESSING),
        method="POST",
        status=404,
    ),
    RouteSample(code="services:letter", role="intake_officer", kwargs=_with_result),
    RouteSample(code="services:letter_image", role="intake_officer", kwargs=_with_result),
    RouteSample(code="services:sheet", role="intake_officer", kwargs=lambda: _with_result() | RECEIPT),
    RouteSample(code="services:sheet_pdf", role="intake_officer", kwargs=lambda: _with_result() | RECEIPT),
    RouteSample(
        code="services:ask",
        role="specialist",
        kwargs=lambda: _step(role="specialist", kind="task"),
        method="POST",
        status=422,
    ),
    RouteSample(
        code="services:answer", role="specialist", kwargs=lambda: _step(kind="opinion"), method="POST", status=409
    ),
    RouteSample(
        code="services:act",
        role="intake_officer",
        kwargs=lambda: _step(role="intake_officer") | {"key": "decline"},
        method="POST",
        status=409,
    ),
    RouteSample(code="services:reassign", role="procedure_controller"),
    RouteSample(code="services:proposal", role="specialist", kwargs=lambda: _at_ward(State.PROCESSING)),
    RouteSample(code="services:answer_here", role="intake_officer", kwargs=_asked_in_person),
    RouteSample(code="services:correct", role="intake_officer", kwargs=lambda: _at_ward(State.PROCESSING)),
    RouteSample(code="services:return_slip", role="intake_officer", kwargs=_with_result),
    RouteSample(code="services:return_slip_pdf", role="intake_officer", kwargs=_with_result),
    RouteSample(code="services:signature_image", role="intake_officer", kwargs=_signed_for),
    RouteSample(code="services:correct_answers", role="intake_officer", kwargs=lambda: _at_ward(State.PROCESSING)),
    RouteSample(
        code="services:decide_proposal",
        role="signer",
        kwargs=lambda: _at_ward(State.PROCESSING) | {"proposal": UUID(int=0)},
        method="POST",
        status=404,
    ),
    RouteSample(code="services:dashboard", role="centre_director"),
    RouteSample(code="services:index766", role="centre_director"),
    RouteSample(code="services:counted", role="centre_director", query="measure=received"),
    RouteSample(code="services:statistics", role="centre_director"),
    RouteSample(code="services:statistics_sheet", role="centre_director"),
    RouteSample(code="services:load", role="centre_director"),
    RouteSample(code="services:notice", kwargs=lambda: PERMIT),
    RouteSample(code="services:open_data"),
    RouteSample(code="services:open_data_file", kwargs=lambda: {"kind": "json"}),
)


def _visit() -> Visit:
    return Visit.objects.filter(state="booked").order_by("pk")[0]


declare(
    RouteSample(code="services:visit_places"),
    RouteSample(code="services:visit_new", kwargs=lambda: {"slug": _visit().counter.slug}),
    RouteSample(code="services:visit", kwargs=lambda: {"code": _visit().code}, bearer=True),
    RouteSample(code="services:visit_file", kwargs=lambda: {"code": _visit().code}, bearer=True),
    RouteSample(
        code="services:visit_cancel", kwargs=lambda: {"code": _visit().code}, method="POST", status=302, bearer=True
    ),
    RouteSample(code="services:visits", role="intake_officer"),
    RouteSample(
        code="services:visit_note",
        role="intake_officer",
        kwargs=lambda: {"uuid": _visit().uuid},
        method="POST",
        status=302,
    ),
)


def _listing() -> dict[str, Any]:
    return {"code": Listing.objects.order_by("pk")[0].procedure.code}


def _opened() -> dict[str, Any]:
    return {"code": ProcedureVersion.objects.published(timezone.localdate()).order_by("pk")[0].procedure.code}


def _run() -> dict[str, Any]:
    return {"uuid": ImportRun.objects.order_by("pk")[0].uuid}


def _blank_form() -> dict[str, Any]:
    form = BlankForm.objects.select_related("procedure").order_by("pk")[0]
    return {"slug": form.procedure.slug, "uuid": form.uuid}


CONTROL = "procedure_controller"
declare(
    RouteSample(code="services:blank_form", kwargs=_blank_form),
    RouteSample(code="services:listings", role=CONTROL),
    RouteSample(code="services:filing_place", role=CONTROL),
    RouteSample(code="services:several", role=CONTROL, method="POST", status=302),
    RouteSample(code="services:imports", role=CONTROL),
    RouteSample(code="services:import_run", role=CONTROL, kwargs=_run),
    RouteSample(code="services:decide_run", role=CONTROL, kwargs=_run, method="POST", status=302),
    RouteSample(code="services:listing", role=CONTROL, kwargs=_listing),
    RouteSample(code="services:edit_listing", role=CONTROL, kwargs=_listing),
    RouteSample(code="services:new_procedure", role=CONTROL),
    RouteSample(code="services:co_signing", role=CONTROL, kwargs=_opened),
    RouteSample(code="services:opening", role=CONTROL, kwargs=_opened),
    RouteSample(code="services:paper_lookup", role=CONTROL, kwargs=lambda: {"code": "1.013225", "key": "giay-to-dat"}),
    RouteSample(code="services:compare_listings", role=CONTROL, kwargs=_listing),
    RouteSample(
        code="services:act_listing",
        role=CONTROL,
        kwargs=lambda: _listing() | {"verb": "confirm"},
        method="POST",
        status=302,
    ),
)
