"""What services do when something happened, here or elsewhere; safe to repeat (phản ứng với sự kiện)."""

from __future__ import annotations

from django.utils import timezone

from cuulong.core.eforms.facts import FormPublished
from cuulong.core.eforms.models import FormVersion
from cuulong.core.exchange.facts import LookupSettled
from cuulong.core.search.index import Document, put_all
from cuulong.core.search.scopes import of_agencies
from cuulong.published.facts.payments import ChargePaid
from cuulong.published.facts.services import DossierEvent
from cuulong.published.ports.lookups import lookups

from .catalogue.actions.take_up_form import take_up_form
from .counters.actions.book import remind
from .dossiers.actions.guest import forget_unconfirmed
from .dossiers.actions.look_up import put_in_place
from .dossiers.actions.read_scans import ask_to_read, read_waiting
from .dossiers.machine_read import documents_of
from .dossiers.models import Dossier, Transition
from .dossiers.queries import PARTS


def index_dossier(fact: DossierEvent) -> None:
    """Keep the search index of officials true (cập nhật chỉ mục tìm kiếm)."""
    dossier = Dossier.objects.select_related(*PARTS, "competent_agency__parent", "intake_agency__parent__parent").get(
        uuid=fact.subject.uuid
    )
    put_all([document_of(dossier), *documents_of(dossier)])


def document_of(dossier: Dossier) -> Document:
    """What search knows of a dossier: code and phone exactly, the name by any word, the procedure's title."""
    return Document(
        ref=dossier.ref,
        keys=tuple(key for key in (dossier.code, dossier.applicant_phone) if key),
        title=f"{dossier.code} · {dossier.receiver_name}",
        names=dossier.receiver_name,
        text=dossier.version.name,
        scope=of_agencies(dossier.competent_agency, dossier.intake_agency),
        at=dossier.filed_at or dossier.created_at,
    )


def follow_form(fact: FormPublished) -> None:
    """Ask by a form's new wording from its day on (áp dụng biểu mẫu mới)."""
    take_up_form(FormVersion.objects.select_related("form").get(uuid=fact.wording.uuid), valid_from=fact.valid_from)


def take_proof(fact: LookupSettled) -> None:
    """Put what a database said at last in the place of the paper (thay giấy tờ bằng kết quả tra cứu)."""
    if fact.subject.kind != Dossier.ref_kind:
        return
    dossier = Dossier.objects.filter(uuid=fact.subject.uuid).first()  # a sheet that was never filed has none
    proof = lookups().find(fact.lookup.uuid)
    if dossier is not None and proof is not None:
        put_in_place(dossier, proof)


def note_payment(fact: ChargePaid) -> None:
    """Write into the dossier's story that its fee was paid (ghi nhận đã nộp phí)."""
    if fact.subject.kind != Dossier.ref_kind:
        return
    dossier = Dossier.objects.get(uuid=fact.subject.uuid)
    Transition.objects.get_or_create(
        dossier=dossier,
        verb="paid",
        note=str(fact.charge),
        defaults={
            "before": dossier.state,
            "after": dossier.state,
            "happened_at": fact.paid_at,
            "actor": "system:payments",
        },
    )


def let_read(fact: DossierEvent) -> None:
    """Scans that came with or after acceptance wait to be read by machine (chờ nhận dạng chữ)."""
    ask_to_read(Dossier.objects.get(uuid=fact.subject.uuid), at=timezone.now())


def read_scans() -> None:
    """Every minute: scans that wait are read by machine (nhận dạng chữ)."""
    read_waiting()


def forget_guests() -> None:
    """Every night: codes that nobody used are dropped (xóa mã không dùng)."""
    forget_unconfirmed(timezone.now())


def remind_visitors() -> None:
    """Every hour: who comes within a day is told once (nhắc lịch hẹn)."""
    remind(timezone.now())
