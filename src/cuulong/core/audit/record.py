"""Writing down an act (ghi nhật ký)."""

from __future__ import annotations

from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from cuulong.core.registry import LogPhrase, get
from cuulong.lib.facts import Ref

from .models import Event
from .rules import plain
from .trail import current_request_id


class Actor(Protocol):
    """Whoever acts, as `people.acting.Acting` does (người thực hiện)."""

    @property
    def actor_ref(self) -> Ref: ...

    @property
    def behalf_ref(self) -> Ref | None: ...


class HasRef(Protocol):
    """Any Entity."""

    @property
    def ref(self) -> Ref: ...


class AgencyLike(Protocol):
    """An agency: its key, since the tree of agencies stands above the log."""

    pk: int
    uuid: UUID


def record(acting: Actor, action: str, subject: HasRef | Ref, agency: AgencyLike | None = None, **details: Any) -> None:
    """Add one row to the audit log within the caller's transaction (ghi nhật ký).

    `action` is the code of a declared LogPhrase; `details` fill its sentence. One INSERT, no lock: the sealer chains
    the row after the transaction has ended.
    """
    _insert(acting, action, subject, agency, None, details)


def record_reading(
    acting: Actor, subject: HasRef | Ref, purpose: str, party_ref: Ref, agency: AgencyLike | None = None
) -> None:
    """Write down that the record of a citizen or business was read, for them to see (ghi việc xem dữ liệu cá nhân).

    Source: Law 91/2025 on personal data.
    """
    _insert(acting, "audit.record.read", subject, agency, party_ref, {"purpose": purpose})


def record_of_party(acting: Actor, action: str, subject: HasRef | Ref, party_ref: Ref, **details: Any) -> None:
    """The same as `record` for an act that took data of a citizen or business, for them to see (ghi việc tra cứu).

    Source: Law 91/2025 on personal data.
    """
    _insert(acting, action, subject, None, party_ref, details)


def _insert(
    acting: Actor,
    action: str,
    subject: HasRef | Ref,
    agency: AgencyLike | None,
    party: Ref | None,
    details: dict[str, Any],
) -> None:
    if settings.ENV != "production":
        # Found by the tests of whoever records; a citizen's dossier must not fail over a missing sentence.
        get(LogPhrase, action)
    target = subject if isinstance(subject, Ref) else subject.ref
    actor, behalf = acting.actor_ref, acting.behalf_ref
    event = Event(
        happened_at=timezone.now(),
        actor_kind=actor.kind,
        actor_uuid=actor.uuid,
        actor_label=getattr(acting, "label", ""),
        behalf_kind=behalf.kind if behalf else "",
        behalf_uuid=behalf.uuid if behalf else None,
        action=action,
        subject_kind=target.kind,
        subject_uuid=target.uuid,
        agency_id=agency.pk if agency else None,
        agency_uuid=agency.uuid if agency else None,
        party_kind=party.kind if party else "",
        party_uuid=party.uuid if party else None,
        details=plain(details),
        request_id=current_request_id(),
    )
    event.content_hash = event.content().digest()
    event.save(force_insert=True)
