"""Send files and file dossiers (nộp hồ sơ qua giao diện lập trình)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from ninja import File, Status
from ninja.files import UploadedFile

from cuulong.core.api.access import ApiRequest, needs
from cuulong.core.api.once import once
from cuulong.core.audit.record import record
from cuulong.core.eforms.checking import check
from cuulong.core.files.store import store
from cuulong.core.organisations.models import Agency
from cuulong.core.parties.queries import business_by_code, citizen_by_number
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop
from cuulong.lib.identity import parse_phone
from cuulong.lib.ids import uuid7
from cuulong.lib.vietnamese import clean, nfc

from ...catalogue.queries import in_force
from ...catalogue.rules import papers_wanted
from ..actions.answers import NotYet
from ..actions.send import file_as_new
from ..models import Dossier, Paper
from ..models.paper import PaperSource
from ..rules import Refused, must_be_known
from .door import router
from .shapes import DossierIn, DossierOut, FileOut, Key, PaperIn, file_out, own_file, whole

ACCEPT = "services.dossier.accept"


@router.post("/files", response={201: FileOut}, auth=needs("dossiers.file"), summary=gettext_noop("Gửi một tệp"))
def send_file(request: ApiRequest, file: File[UploadedFile]) -> Status[dict[str, Any]]:
    """Keep a file to be named in a dossier; typed by content and scanned (gửi tệp)."""
    stored = store(file, name=nfc(file.name or "tep"), acting=request.acting)
    record(request.acting, "services.api.file", stored, sha256=stored.sha256)
    return Status(201, file_out(stored))


@router.post(
    "/dossiers",
    response={201: DossierOut, 200: DossierOut},
    auth=needs("dossiers.file"),
    summary=gettext_noop("Nộp một hồ sơ"),
)
def file_dossier(request: ApiRequest, body: DossierIn, idempotency_key: Key) -> Status[dict[str, Any]]:
    """File a dossier at a counter of the client's agency; the same key files it once (nộp hồ sơ)."""
    made, fresh = once(
        request.client, idempotency_key, body.dict(exclude_unset=False) | {"papers": [_plain(p) for p in body.papers]},
        lambda: _file(request.acting, body).uuid,
    )  # fmt: skip
    return Status(201 if fresh else 200, whole(request, made))


def _plain(paper: PaperIn) -> list[str]:
    return [paper.key, str(paper.file or "")]


@transaction.atomic
def _file(acting: Acting, body: DossierIn) -> Dossier:
    now = timezone.now()
    counter = _counter(acting, body.counter)
    acting.require(ACCEPT, counter)
    version = in_force(timezone.localdate()).filter(procedure__code=body.procedure).first()
    if version is None:
        raise Refused("no_procedure", gettext_noop("Không có thủ tục đang áp dụng mang mã này."))
    answers = version.form.shape.prune(body.answers)
    if errors := check(version.form, answers):
        raise NotYet(list(errors))
    who = body.applicant
    dossier = Dossier(
        uuid=uuid7(),
        version=version,
        channel=body.channel,
        citizen=citizen_by_number(who.id_number) if who.id_number.strip() else None,
        business=business_by_code(who.tax_code) if who.tax_code.strip() else None,
        applicant_name=clean(who.name),
        applicant_phone=parse_phone(who.phone).number,
        applicant_email=clean(who.email),
        applicant_address=clean(who.address),
        intake_agency=counter,
        answers=answers,
    )
    rules = {p.key: p for p in papers_wanted(version.rules, answers | {"channel": body.channel})}
    must_be_known([p.key for p in body.papers], rules)
    papers = [_paper(acting, dossier, one, rules[one.key].quantity) for one in body.papers]
    file_as_new(dossier, {p.key for p in papers}, acting=acting, at=now)
    Paper.objects.bulk_create(papers)
    return dossier


def _counter(acting: Acting, named: str) -> Agency:
    """The counter that is named, else the client's own agency."""
    today = Agency.objects.filter(valid__contains=timezone.localdate()).select_related("parent")
    if named.strip():
        found = today.filter(Q(code=named.strip().upper()) | Q(slug=named.strip().lower())).first()
    else:
        found = today.filter(pk__in=[grant.agency_id for grant in acting.grants]).order_by("pk").first()
    if found is None:
        raise Refused("no_counter", gettext_noop("Không có đơn vị tiếp nhận này."))
    return found


def _paper(acting: Acting, dossier: Dossier, one: PaperIn, quantity: int) -> Paper:
    if one.file is None:
        return Paper(dossier=dossier, key=one.key, source=PaperSource.PAPER, quantity=quantity)
    return Paper(dossier=dossier, key=one.key, file=must_be_own(acting, one.file))


def must_be_own(acting: Acting, file: UUID) -> Any:
    """A file that the client sent before. Raises Refused."""
    found = own_file(acting, file)
    if found is None:
        raise Refused("no_file", gettext_noop("Không có tệp này trong các tệp hệ thống đã gửi."))
    return found
