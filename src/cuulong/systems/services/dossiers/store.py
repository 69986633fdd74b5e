"""A person's own results and papers that can be used again, and until when (kho giấy tờ cá nhân)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language

from cuulong.core.files.models import StoredFile
from cuulong.core.parties.models import Citizen
from cuulong.core.people.models import Account
from cuulong.lib.vietnamese import fold
from cuulong.published.ports.results import results

from ..catalogue.rules import paper_until, result_until
from .models import Dossier, Paper, ReuseConsent, State
from .models.paper import PaperSource
from .rules import DRAFT

NEWEST = 50  # dossiers that are looked into


@dataclass(frozen=True)
class Kept:
    """One result or paper of an earlier dossier (giấy tờ trong kho). `until`: the last day it may be used again."""

    key: str
    title: str
    slot: str
    origin: Dossier
    file: StoredFile
    on: date
    until: date | None
    is_result: bool
    paper: UUID | None = None

    def usable(self, day: date) -> bool:
        """Whether it has not expired (còn dùng được)."""
        return self.until is None or day <= self.until


def consent_of(citizen: Citizen, at: datetime) -> ReuseConsent | None:
    """The consent that holds at a moment (đồng ý đang có hiệu lực)."""
    living = ReuseConsent.objects.filter(citizen=citizen, withdrawn_at=None, given_at__lte=at, until__gt=at)
    return living.first()


def kept_by(citizen: Citizen) -> list[Kept]:
    """Results and papers of one's own dossiers, the newest first; each content once (kho giấy tờ của một người)."""
    own = Dossier.objects.filter(citizen=citizen, representation=None, business=None).exclude(state=DRAFT)
    dossiers = {one.pk: one for one in own.select_related("version__procedure").order_by("-filed_at")[:NEWEST]}
    found = [*_results(dossiers.values()), *_papers(dossiers)]
    seen: set[tuple[str, str]] = set()
    kept = []
    for one in sorted(found, key=lambda one: (one.is_result, one.on), reverse=True):
        if (one.title, one.file.sha256) not in seen:
            seen.add((one.title, one.file.sha256))
            kept.append(one)
    return kept


def offers_for(draft: Dossier, account: Account | None, at: datetime) -> list[Kept] | None:
    """What may be attached to this draft; None where nobody here may use anything again (giấy tờ dùng lại được).

    One consents for oneself alone, so a draft for somebody else is offered nothing.
    """
    citizen = draft.citizen
    own = citizen is not None and account is not None and citizen.account_id == account.pk
    if citizen is None or not own or draft.representation_id is not None or consent_of(citizen, at) is None:
        return None
    day = timezone.localtime(at).date()
    return [one for one in kept_by(citizen) if one.usable(day) and one.origin.pk != draft.pk]


def with_offers(slots: list[dict[str, Any]], offers: list[Kept] | None) -> list[dict[str, Any]]:
    """The slots, each with what may be used again for it; the same paper of another dossier first (gợi ý dùng lại)."""
    if not offers:
        return slots
    return [
        slot | {"reuse": sorted(offers, key=lambda one, slot=slot: not _same(one, slot))}  # type: ignore[misc]
        for slot in slots
    ]


def _same(one: Kept, slot: dict[str, Any]) -> bool:
    return one.slot == slot["key"] or fold(one.title) == fold(str(slot["name"]))


def _results(dossiers: Iterable[Dossier]) -> list[Kept]:
    done = [one for one in dossiers if one.state in (State.ISSUED, State.RETURNED) and not one.refused]
    answers = results().find_many([one.ref for one in done])
    files = StoredFile.objects.in_bulk([answer.file.uuid for answer in answers.values()], field_name="uuid")
    kept = []
    for one in done:
        answer = answers.get(one.ref)
        if answer is None or answer.state != "issued" or answer.issued_at is None or answer.file.uuid not in files:
            continue
        on = timezone.localtime(answer.issued_at).date()
        until = result_until(one.version.rules, on, one.answers)
        title = f"{_in_language(one.version.rules.result)} {answer.number}".strip()
        kept.append(Kept(f"result-{one.uuid}", title, "", one, files[answer.file.uuid], on, until, is_result=True))
    return kept


def _papers(dossiers: dict[int, Dossier]) -> list[Kept]:
    found = Paper.objects.filter(dossier__in=dossiers, replaced=False, file__isnull=False, source=PaperSource.UPLOAD)
    found = found.select_related("file").order_by("-pk")
    kept = []
    for paper in found:
        origin = dossiers[paper.dossier_id]
        rule = next((p for p in origin.version.rules.papers if p.key == paper.key), None)
        if paper.file is None or rule is None:
            continue
        on = timezone.localtime(paper.added_at).date()
        title = ((get_language() or "vi")[:2] == "en" and rule.name_en) or rule.name
        until = paper_until(rule, on)
        kept.append(
            Kept(
                f"paper-{paper.uuid}", title, rule.key, origin, paper.file, on, until, is_result=False, paper=paper.uuid
            )
        )
    return kept


def _in_language(result: Any) -> str:
    return str(((get_language() or "vi")[:2] == "en" and result.get("name_en")) or result["name"])
