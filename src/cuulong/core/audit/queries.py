"""Reads of the log (tra cứu nhật ký)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from string import Formatter
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.registry import Kind, LogPhrase, declared
from cuulong.lib.facts import Ref

from .models import Event, Head


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What an auditor looks for; empty fields do not matter (điều kiện lọc)."""

    actor: UUID | None = None
    action: str = ""
    subject: UUID | None = None
    agency: UUID | None = None
    first: date | None = None
    last: date | None = None

    def events(self) -> QuerySet[Event]:
        """Matching events, newest first."""
        found = Event.objects.order_by("-pk")
        exact = {
            "actor_uuid": self.actor,
            "action": self.action,
            "subject_uuid": self.subject,
            "agency_uuid": self.agency,
            "happened_at__gte": self.first and _midnight(self.first),
            "happened_at__lt": self.last and _midnight(self.last + timedelta(days=1)),
        }
        return found.filter(**{column: value for column, value in exact.items() if value})


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def readings_of(party: Ref) -> QuerySet[Event]:
    """Who read the record of this citizen or business, newest first (lịch sử truy cập dữ liệu cá nhân)."""
    return Event.objects.filter(party_kind=party.kind, party_uuid=party.uuid).order_by("-pk")


def trace(subject: Ref) -> QuerySet[Event]:
    """All that happened to one object, oldest first."""
    return Event.objects.filter(subject_kind=subject.kind, subject_uuid=subject.uuid).order_by("pk")


def last_head() -> Head | None:
    """The newest seal."""
    return Head.objects.order_by("-seq").first()


class _Sentence(Formatter):
    """Fills `{name}` fields from details; what is not there reads "…"."""

    def get_field(self, field_name: str, args: Any, kwargs: Mapping[str, Any]) -> tuple[Any, str]:
        value = kwargs.get(field_name)
        return ("…" if value is None else value), field_name


def sentence(event: Event) -> str:
    """What happened, in the reader's language."""
    phrase = declared(LogPhrase).get(event.action)
    if phrase is None:
        return event.action
    return _Sentence().vformat(str(phrase.sentence), (), event.details)


class Names:
    """Names of the objects on one page, each looked up once."""

    def __init__(self, refs: Iterable[Ref | None]) -> None:
        kinds = declared(Kind)
        self._found: dict[Ref, Any] = {}
        for ref in set(refs) - {None}:
            assert ref is not None
            kind = kinds.get(ref.kind)
            self._found[ref] = kind.find(ref.uuid) if kind else None

    def name(self, ref: Ref | None) -> str:
        """The object's own name, or its kind when it is gone."""
        if ref is None:
            return ""
        found = self._found.get(ref)
        if found is not None:
            return str(found)
        kind = declared(Kind).get(ref.kind)
        return str(kind.title) if kind else ref.kind


def actor_name(event: Event, names: Names) -> str:
    """Who acted: a person, the machine, or somebody not signed in."""
    label = event.actor_label
    if label.startswith("system:"):
        return _("Hệ thống (%(part)s)") % {"part": label.removeprefix("system:")}
    if label == "anonymous":
        return _("Người chưa đăng nhập")
    return names.name(event.actor)
