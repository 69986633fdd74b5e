"""Shapes of what goes in and out (dữ liệu trao đổi)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404
from django.utils.translation import get_language
from ninja import Header, Path, Query, Schema
from pydantic import Field

from cuulong.core.api.access import ApiRequest
from cuulong.core.audit.record import record_reading
from cuulong.core.files.models import StoredFile
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.workflow.models import StepKind
from cuulong.core.workflow.places import reach
from cuulong.core.workflow.queries import current_case, current_steps

from ..models import Dossier, State
from ..offers import offered
from ..queries import for_officials

Text = Annotated[str, Field(max_length=5000)]
StateName = Literal[
    "sent", "incomplete", "accepted", "processing", "paused", "issued", "returned", "declined", "withdrawn", "stopped"
]
DossierId = Annotated[UUID, Path(...)]
Key = Annotated[str, Header(..., alias="Idempotency-Key", min_length=8, max_length=100, pattern=r"^[A-Za-z0-9._:-]+$")]
Cursor = Annotated[str, Query("", max_length=1000)]
Size = Annotated[int, Query(50, ge=1, le=200)]


class FileOut(Schema):
    """A stored file."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str


class PaperIn(Schema):
    """A paper: a file sent before, or none when it was handed over on paper."""

    key: str = Field(max_length=60)
    file: UUID | None = None


class Applicant(Schema):
    """Who files and how to reach them; `id_number` or `tax_code` where the state knows them."""

    name: str = Field(min_length=1, max_length=150)
    phone: str = Field(min_length=1, max_length=20)
    email: str = Field("", max_length=254)
    address: str = Field("", max_length=300)
    id_number: str = Field("", max_length=20)
    tax_code: str = Field("", max_length=20)


class DossierIn(Schema):
    """A dossier to be filed at a counter of the client's agency."""

    procedure: str = Field(max_length=40)
    counter: str = Field("", max_length=80, description="Mã hoặc tên rút gọn của đơn vị tiếp nhận")
    channel: Literal["counter", "post"] = "counter"
    applicant: Applicant
    answers: dict[str, Any]
    papers: list[PaperIn] = Field([], max_length=100)


class AgencyOut(Schema):
    """An agency by its code and name of today."""

    id: UUID
    code: str
    slug: str
    name: str


class Line(Schema):
    """A dossier as lists show it."""

    id: UUID
    code: str
    procedure: str
    title: str
    state: StateName
    channel: str
    intake: AgencyOut | None
    competent: AgencyOut | None
    filed_at: datetime | None
    accepted_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    outcome: str


class Lines(Schema):
    """One page of dossiers; `next` asks for the following one, "" at the end."""

    items: list[Line]
    next: str


class PaperOut(Schema):
    """A paper of a dossier."""

    id: UUID
    key: str
    source: str
    quantity: int
    file: FileOut | None


class SupplementOut(Schema):
    """A request for more, form 02."""

    number: str
    papers: list[str]
    fields: list[str]
    note: str
    requested_at: datetime
    answered_at: datetime | None


class MoveOut(Schema):
    """One move of a dossier."""

    verb: str
    state: str
    at: datetime
    agency: str
    note: str


class ActionOut(Schema):
    """An act that the client may do at a step now."""

    key: str
    title: str
    needs: list[str]


class StepOut(Schema):
    """Where the dossier waits; `mine`: the client may act there."""

    id: UUID
    kind: Literal["task", "opinion"]
    title: str
    agency: str
    due_at: datetime | None
    mine: bool
    actions: list[ActionOut]


class DossierOut(Line):
    """A dossier with all that belongs to it."""

    applicant: str
    answers: dict[str, Any]
    papers: list[PaperOut]
    supplements: list[SupplementOut]
    moves: list[MoveOut]
    steps: list[StepOut]
    revision: int | None


class ActIn(Schema):
    """An act at a step; `revision` is the one that was read, so that nobody acts on an old picture."""

    step: UUID
    action: str = Field(max_length=60)
    revision: int = Field(ge=0, le=2_000_000_000)
    note: Text = ""
    papers: list[Annotated[str, Field(max_length=60)]] = Field([], max_length=100)
    fields: list[Annotated[str, Field(max_length=60)]] = Field([], max_length=100)
    receiver: str = Field("", max_length=150)
    identity: str = Field("", max_length=20)
    authority: str = Field("", max_length=200)
    tracking: str = Field("", max_length=40)
    carrier: str = Field("", max_length=100)
    in_person: bool = False


class OpinionIn(Schema):
    """The answer to a question that was asked of the client's agency."""

    step: UUID
    text: str = Field(min_length=1, max_length=5000)
    file: UUID | None = None


class PapersIn(Schema):
    """Papers that came after filing, and all answers with those that were asked again changed."""

    papers: list[PaperIn] = Field([], max_length=100)
    answers: dict[str, Any] | None = None


class ResultOut(Schema):
    """The signed and sealed result."""

    number: str
    outcome: str
    issued_at: datetime | None
    verify_code: str
    file: FileOut


class SignatureOut(Schema):
    """One signature of a result."""

    field: str
    title: str
    signer: str
    issuer: str
    signed_at: datetime | None
    intact: bool
    state: str


class ReportOut(Schema):
    """What the check of all signatures says."""

    verdict: str
    headline: str
    signatures: list[SignatureOut]


class ListFilter(Schema):
    """What narrows a list of dossiers."""

    state: StateName | None = None
    procedure: str = Field("", max_length=40)
    code: str = Field("", max_length=60)
    filed_from: date | None = Field(None, ge=date(2000, 1, 1), le=date(2200, 1, 1))
    filed_to: date | None = Field(None, ge=date(2000, 1, 1), le=date(2200, 1, 1))


def find(request: ApiRequest, dossier: UUID) -> Dossier:
    """A dossier that the client may see; anything else is not there. Raises Http404."""
    found = for_officials(request.acting).filter(uuid=dossier).first()
    if found is None:
        raise Http404
    return found


def read(request: ApiRequest, dossier: Dossier, purpose: str) -> None:
    """Write into the citizen's access log that a system read the record (ghi việc xem)."""
    if dossier.citizen is not None:
        record_reading(request.acting, dossier, purpose, dossier.citizen.ref)


def own_file(acting: Acting, file: UUID) -> StoredFile | None:
    """A file that this client sent itself."""
    return StoredFile.objects.filter(uuid=file, stored_by=str(acting.actor_ref)).first()


def file_out(file: StoredFile) -> dict[str, Any]:
    return {
        "id": file.uuid,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
    }


def _agency(agency: Agency | None) -> dict[str, Any] | None:
    if agency is None:
        return None
    return {"id": agency.uuid, "code": agency.code, "slug": agency.slug, "name": agency.name}


def line(dossier: Dossier) -> dict[str, Any]:
    """A dossier as lists show it."""
    plain = ("state", "channel", "filed_at", "accepted_at", "due_at", "finished_at", "returned_at", "outcome")
    return {name: getattr(dossier, name) for name in plain} | {
        "id": dossier.uuid,
        "code": dossier.code or "",
        "procedure": dossier.version.procedure.code,
        "title": dossier.version.name,
        "intake": _agency(dossier.intake_agency),
        "competent": _agency(dossier.competent_agency),
    }


def whole(request: ApiRequest, uuid: UUID) -> dict[str, Any]:
    """All of a dossier, read anew (toàn bộ hồ sơ)."""
    dossier = find(request, uuid)
    case = current_case(dossier.ref)
    language, mine_at = get_language() or "vi", reach(request.acting)
    steps = []
    for step in current_steps(dossier.ref):
        mine = (step.role, step.agency_id) in mine_at
        acts = offered(dossier, step, language) if mine and step.kind == StepKind.TASK else []
        steps.append(
            {
                "id": step.uuid,
                "kind": step.kind,
                "title": step.title,
                "agency": step.agency_label,
                "due_at": step.due_at,
                "mine": mine,
                "actions": [{**act, "needs": list(act["needs"])} for act in acts],
            }
        )
    return line(dossier) | {
        "applicant": dossier.receiver_name,
        "answers": dossier.answers,
        "papers": [
            {
                "id": one.uuid,
                "key": one.key,
                "source": one.source,
                "quantity": one.quantity,
                "file": one.file and file_out(one.file),
            }
            for one in dossier.papers.filter(replaced=False).select_related("file")
        ],
        "supplements": list(dossier.supplements.all()),
        "moves": [
            {"verb": one.verb, "state": one.after, "at": one.happened_at, "agency": one.agency_name, "note": one.note}
            for one in dossier.transitions.all()
        ],
        "steps": steps,
        "revision": case.revision if case and dossier.state != State.DRAFT else None,
    }
