"""Dossiers filed at the portal come in, and what is added to them there (nhận hồ sơ từ Cổng)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext

from cuulong.core.audit.record import record
from cuulong.core.eforms.checking import check
from cuulong.core.files.store import store
from cuulong.core.outbox.jobs import defer, task
from cuulong.core.outbox.rules import gives_up
from cuulong.core.parties.models import Business, Citizen
from cuulong.core.parties.queries import business_by_code, citizen_by_number
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.identity import parse_phone
from cuulong.lib.vietnamese import clean
from cuulong.published.ports.payments import payments

from ...catalogue.queries import in_force
from ...dossiers.actions.draft import attach_stored
from ...dossiers.actions.national import note_state
from ...dossiers.actions.send import file_as_new
from ...dossiers.actions.supplement import save_supplement, send_supplement
from ...dossiers.actions.withdraw import ask_to_withdraw
from ...dossiers.asked import all_given, opened_of
from ...dossiers.charges import ask_for_fees
from ...dossiers.models import Channel, Dossier, NationalCase, Paper, State
from ...dossiers.rules import must_be_known
from .. import client, rules
from ..models import Alongside, Crossing, Standing, Way
from .questions import take_question

PORTAL = Acting.system("portal")


def receive(body: bytes, signed: str) -> int:
    """Keep the messages before they are acknowledged; a repeated one is the same (nhận thông điệp).

    Gives how many were new. Raises rules.Unreadable: the portal sends it again.
    """
    service, updating, entries = rules.read(body, signed, settings.PORTAL_KEY)
    fresh = 0
    with transaction.atomic():
        for entry in entries:
            code = rules.code_of(entry, service)
            _one, made = Crossing.objects.get_or_create(
                way=Way.IN,
                code=code,
                digest=rules.digest_of(service, updating, entry),
                defaults={"service": service, "updating": updating, "body": entry},
            )
            if made:
                fresh += 1
                defer(take, lock=f"portal.in:{code}", code=code)
    return fresh


@task("services.portal.take")
def take(code: str) -> None:
    """Act on what came about one dossier: what files it first, then what adds to it (xử lý thông điệp).

    An addition that came before the filing waits for it. A file that cannot be fetched now is tried again.
    """
    for one in Crossing.objects.filter(code=code, way=Way.IN, standing=Standing.WAITING).order_by("updating", "pk"):
        _take(one)


def _take(one: Crossing) -> None:
    mine = Crossing.objects.filter(pk=one.pk)
    known = Alongside.objects.filter(dossier__code=one.code).first()
    if one.service == rules.SYNC and one.updating and known is None:
        return
    try:
        if one.service != rules.SYNC:
            _take_alone(one)
            return
        # Fetched before the transaction: nothing is locked while the portal takes its time.
        files = _fetched(one.body, known)
        with transaction.atomic():
            dossier = _update(one, files) if one.updating or known else _file(one, files)
            mine.update(dossier=dossier, standing=Standing.DONE, settled_at=timezone.now(), last_error="")
    except client.NotTaken as error:
        standing = Standing.STUCK if gives_up(one.attempts + 1) else Standing.WAITING
        mine.update(attempts=F("attempts") + 1, last_error=str(error)[:500], standing=standing)
        raise
    except InputError as error:
        mine.update(attempts=F("attempts") + 1, last_error=str(error)[:500], standing=Standing.STUCK)


def _take_alone(one: Crossing) -> None:
    """A question, or the state of a dossier that a national system works on. Raises InputError."""
    with transaction.atomic():
        if one.service == rules.QUESTIONS:
            take_question(one)
        else:
            _note_national(one)
        Crossing.objects.filter(pk=one.pk).update(standing=Standing.DONE, settled_at=timezone.now(), last_error="")


def _note_national(one: Crossing) -> None:
    case = NationalCase.objects.filter(Q(code=one.code) | Q(theirs__iexact=one.code)).order_by("-pk").first()
    if case is None:
        raise rules.Refused("no_case", gettext_noop("Không có hồ sơ của hệ thống quốc gia mang mã này."))
    state, at = rules.state_told(rules.text(one.body, "TrangThai", 3)), rules.when(one.body, "ThoiDiemXuLy")
    note_state(case, state, note=rules.text(one.body, "NoiDungXuLy", 500), acting=PORTAL, at=at)


def _fetched(entry: dict[str, Any], known: Alongside | None) -> dict[str, tuple[str, str, bytes]]:
    """(paper, name, content) of the files that are new, by the portal's number of the file."""
    files = {}
    for row in rules.rows(entry, "TaiLieuNop"):
        number = rules.text(row, "TepDinhKemId", 100)
        if not number or rules.text(row, "IsDeleted", 5).lower() == "true" or (known and number in known.files):
            continue
        content = client.fetch(rules.text(row, "DuongDanTaiTepTin", 1000))
        name = rules.text(row, "TenTepDinhKem", 200) or "tep"
        files[number] = (rules.text(row, "MaThanhPhanHoSo", 60), name, content)
    return files


def _file(one: Crossing, files: dict[str, tuple[str, str, bytes]]) -> Dossier:
    """A dossier with the portal's code, data, files and payment (tiếp nhận từ Cổng). Raises InputError."""
    entry, now = one.body, timezone.now()
    if Dossier.objects.filter(code=one.code).exists():
        raise rules.Refused("code_taken", gettext_noop("Mã hồ sơ này đã thuộc một hồ sơ nộp ở tỉnh."))
    version = in_force(timezone.localdate()).filter(procedure__code=rules.text(entry, "MaTTHC", 40)).first()
    if version is None:
        raise rules.Refused("no_procedure", gettext_noop("Không có thủ tục đang áp dụng mang mã này."))
    answers = version.form.shape.prune(rules.answers_of(entry))
    if errors := check(version.form, answers):
        wrong = ", ".join(dict.fromkeys(error.path for error in errors))
        raise rules.Refused("form", gettext_noop("Tờ khai của Cổng không hợp biểu mẫu ở: %(fields)s."), fields=wrong)
    citizen, business = _party(entry)
    dossier = Dossier(
        version=version,
        channel=Channel.ONLINE,
        citizen=citizen,
        business=business,
        applicant_name=clean(rules.text(entry, "ChuHoSo", 150)),
        applicant_phone=parse_phone(rules.text(entry, "SoDienThoai", 20)).number,
        applicant_email=rules.text(entry, "Email", 254),
        answers=answers,
    )
    must_be_known([key for key, _name, _content in files.values()], [paper.key for paper in version.rules.papers])
    ask_for_fees(dossier, "at_filing")
    _pay(dossier, entry)
    stored = {number: (key, store(content, name=name, acting=PORTAL)) for number, (key, name, content) in files.items()}
    file_as_new(dossier, {key for key, _file in stored.values()}, acting=PORTAL, at=now, code=one.code)
    papers = {number: Paper(dossier=dossier, key=key, file=file) for number, (key, file) in stored.items()}
    Paper.objects.bulk_create(papers.values())
    kept = {number: str(paper.uuid) for number, paper in papers.items()}
    Alongside.objects.update_or_create(dossier=dossier, defaults={"theirs": True, "files": kept})
    record(PORTAL, "services.portal.filed", dossier, agency=dossier.intake_agency, code=dossier.code)
    return dossier


def _party(entry: dict[str, Any]) -> tuple[Citizen | None, Business | None]:
    """Who files, where the state knows them."""
    number = rules.text(entry, "MaDoiTuong", 20)
    try:
        if rules.text(entry, "LoaiDoiTuong", 1) == rules.BUSINESS:
            return None, business_by_code(number) if number else None
        return citizen_by_number(number) if number else None, None
    except InputError:
        return None, None


def _pay(dossier: Dossier, entry: dict[str, Any]) -> None:
    for transaction_number, amount in rules.paid_of(entry):
        payments().paid_elsewhere(dossier.ref, transaction=f"portal:{transaction_number}", amount=amount, acting=PORTAL)


def _update(one: Crossing, files: dict[str, tuple[str, str, bytes]]) -> Dossier:
    """Papers, answers or money that came later, or the wish to withdraw (bổ sung, rút từ Cổng). Raises InputError."""
    entry, now = one.body, timezone.now()
    along = Alongside.objects.select_for_update().select_related("dossier").get(dossier__code=one.code)
    dossier = along.dossier
    if not along.theirs:
        raise rules.Refused("code_taken", gettext_noop("Mã hồ sơ này đã thuộc một hồ sơ nộp ở tỉnh."))
    if rules.text(entry, "TrangThaiHoSo", 3) == rules.WITHDRAWN:
        if dossier.state != State.WITHDRAWN and not dossier.withdrawals.filter(decided_at=None).exists():
            reason = rules.text(entry, "GhiChu") or gettext("Người nộp rút hồ sơ trên Cổng Dịch vụ công quốc gia")
            ask_to_withdraw(dossier, reason, acting=PORTAL, at=now)
        return dossier
    _pay(dossier, entry)
    for number, (key, name, content) in files.items():
        if number not in along.files:
            paper = attach_stored(dossier, key, store(content, name=name, acting=PORTAL), acting=PORTAL)
            along.files[number] = str(paper.uuid)
    along.save(update_fields=["files"])
    asked = dossier.supplements.filter(answered_at=None).first()
    if asked is not None and asked.fields and (said := rules.answers_of(entry)):
        again = {key: said[key] for key in opened_of(asked) if key in said}
        save_supplement(dossier, dossier.answers | again)
    if all_given(dossier):
        send_supplement(dossier, acting=PORTAL, at=now)
    return dossier
