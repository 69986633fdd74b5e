"""Reads of the log (tra cứu nhật ký)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from string import Formatter
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cuulong.core.registry import Kind, LogPhrase, declared
from cuulong.design import formats
from cuulong.lib.facts import Ref

from .models import Event, Head

AGENCY = "organisations.agency"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(DAY.pattern + r"T\d\d:\d\d.*[+Z].*")


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
        return ("…" if value is None else spoken(value)), field_name


# Codes that details may carry, in the reader's words.
WORDS = {
    "mfa": gettext_noop("xác thực hai lớp"),
    "totp": gettext_noop("mã 6 số"),
    "webauthn": gettext_noop("khóa bảo mật"),
    "recovery_codes": gettext_noop("mã dự phòng"),
    "password": gettext_noop("mật khẩu"),
    "cash": gettext_noop("tiền mặt"),
    "bank": gettext_noop("ngân hàng"),
}


def spoken(value: Any) -> str:
    """A detail as people write it: moments, days and numbers; known codes by their words (chi tiết của bản ghi)."""
    if isinstance(value, int) and value >= 10_000:  # smaller ones may be years
        return formats.number(value)
    text = str(value)
    if MOMENT.fullmatch(text):
        return formats.short_moment(datetime.fromisoformat(text))
    if DAY.fullmatch(text):
        return formats.day(date.fromisoformat(text))
    return ", ".join(_(WORDS[part]) if part in WORDS else part for part in text.split(", "))


def sentence(event: Event) -> str:
    """What happened, in the reader's language."""
    phrase = declared(LogPhrase).get(event.action)
    if phrase is None:
        return event.action
    return _Sentence().vformat(str(phrase.sentence), (), event.details).replace(" ()", "")


def blank_sentence(phrase: LogPhrase) -> str:
    """The sentence with "…" in all its places."""
    return _Sentence().vformat(str(phrase.sentence), (), {})


@dataclass(frozen=True)
class Line:
    """One event as the auditor reads it (dòng nhật ký)."""

    event: Event
    actor: str
    behalf: str
    agency: str
    subject: str
    sentence: str


def lines(events: Sequence[Event]) -> list[Line]:
    """The events with the names of people and agencies, looked up once per kind."""
    people = {ref for event in events for ref in (event.actor, event.behalf) if ref}
    agencies = {event.agency_uuid for event in events if event.agency_uuid}
    names = _names_of(people) | _names_of({Ref(AGENCY, uuid) for uuid in agencies})
    return [
        Line(
            event,
            actor=_actor(event, names),
            behalf=names.get(event.behalf, "") if event.behalf else "",
            agency=names.get(Ref(AGENCY, event.agency_uuid), "") if event.agency_uuid else "",
            subject=kind_title(event.subject_kind),
            sentence=sentence(event),
        )
        for event in events
    ]


def kind_title(kind: str) -> str:
    """What objects of this kind are called."""
    known = declared(Kind).get(kind)
    return str(known.title) if known else kind


def name_of(ref: Ref) -> str:
    """The object's own name; its kind when it is gone or nobody knows it."""
    return _names_of({ref}).get(ref) or kind_title(ref.kind)


def _names_of(refs: Collection[Ref]) -> dict[Ref, str]:
    named: dict[Ref, str] = {}
    for code, kind in declared(Kind).items():
        mine = [ref for ref in refs if ref.kind == code]
        if kind.find_many and mine:
            named |= {Ref(code, found.uuid): str(found) for found in kind.find_many([ref.uuid for ref in mine])}
        else:
            named |= {ref: str(found) for ref in mine if (found := kind.find(ref.uuid)) is not None}
    return named


def _actor(event: Event, names: Mapping[Ref, str]) -> str:
    label = event.actor_label
    if label.startswith("system:"):
        return _("Hệ thống (%(part)s)") % {"part": label.removeprefix("system:")}
    if label == "anonymous":
        return _("Người chưa đăng nhập")
    return names.get(event.actor, kind_title(event.actor_kind)) if event.actor else ""
