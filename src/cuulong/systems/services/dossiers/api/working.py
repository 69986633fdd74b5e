"""Acts at a step, answers to questions, papers that came later (xử lý hồ sơ qua giao diện lập trình)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from cuulong.core.api.access import ApiRequest, needs
from cuulong.core.people.acting import Acting
from cuulong.core.workflow.models import Step
from cuulong.lib.errors import gettext_noop

from ..actions.draft import attach_stored
from ..actions.receive import receive_papers
from ..actions.supplement import save_supplement, send_supplement
from ..actions.work import answer_opinion
from ..asked import all_given
from ..desk_acts import Asked, perform
from ..models import Dossier
from ..rules import SIGNING_ACTS, Refused
from .door import router
from .filing import ACCEPT, must_be_own
from .shapes import ActIn, DossierId, DossierOut, OpinionIn, PapersIn, find, whole


@router.post(
    "/dossiers/{dossier}/acts",
    response=DossierOut,
    auth=needs("dossiers.work"),
    summary=gettext_noop("Thực hiện một thao tác"),
)
def act(request: ApiRequest, dossier: DossierId, body: ActIn) -> dict[str, Any]:
    """Accept, ask for more, refuse, assign, propose, approve, hand over: what the step offers (thao tác).

    Signing and sealing stay with people.
    """
    found = find(request, dossier)
    if body.action in SIGNING_ACTS:
        raise Refused("not_by_systems", gettext_noop("Ký và đóng dấu do người làm trên màn hình, không qua hệ thống."))
    asked = Asked(
        note=body.note,
        revision=body.revision,
        papers=body.papers,
        fields=body.fields,
        receiver=body.receiver,
        identity=body.identity,
        authority=body.authority,
        tracking=body.tracking,
        carrier=body.carrier,
        in_person=body.in_person,
    )
    with transaction.atomic():
        perform(body.action, found, _step(found, body.step), asked, acting=request.acting, at=timezone.now())
    return whole(request, dossier)


@router.post(
    "/dossiers/{dossier}/opinions",
    response=DossierOut,
    auth=needs("dossiers.work"),
    summary=gettext_noop("Trả lời ý kiến"),
)
def answer(request: ApiRequest, dossier: DossierId, body: OpinionIn) -> dict[str, Any]:
    """Answer what was asked of the client's agency, with a file if there is one (trả lời ý kiến)."""
    found = find(request, dossier)
    file = must_be_own(request.acting, body.file) if body.file else None
    step = _step(found, body.step)
    answer_opinion(found, step, text=body.text, file=file, acting=request.acting, at=timezone.now())
    return whole(request, dossier)


@router.post(
    "/dossiers/{dossier}/papers",
    response=DossierOut,
    auth=needs("dossiers.file"),
    summary=gettext_noop("Bổ sung giấy tờ"),
)
def supplement(request: ApiRequest, dossier: DossierId, body: PapersIn) -> dict[str, Any]:
    """Papers that were asked for, as files or on paper; once all are there the dossier waits again (bổ sung)."""
    found = find(request, dossier)
    request.acting.require(ACCEPT, found.intake_agency)
    with transaction.atomic():
        _take_in(found, body, request.acting)
    return whole(request, dossier)


def _take_in(found: Dossier, body: PapersIn, acting: Acting) -> None:
    now = timezone.now()
    if body.answers is not None:
        save_supplement(found, body.answers)
    for one in body.papers:
        if one.file is not None:
            attach_stored(found, one.key, must_be_own(acting, one.file), acting=acting)
    if on_paper := [one.key for one in body.papers if one.file is None]:
        receive_papers(found, on_paper, acting=acting, at=now)
    if all_given(found):
        send_supplement(found, acting=acting, at=now)


def _step(dossier: Dossier, uuid: Any) -> Step:
    steps = Step.objects.select_related("case__version__process", "agency", "parent")
    return get_object_or_404(steps, uuid=uuid, case__subject_uuid=dossier.uuid)
