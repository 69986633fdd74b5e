"""The papers of a dossier as its pages show them: what is there, what is wrong, what can be looked up (thành phần hồ sơ)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language

from cuulong.published.ports.lookups import lookups

from ..catalogue.rules import papers_wanted
from .actions.look_up import current_proofs
from .lookups import offer_of, outcome_word
from .models import Dossier


def paper_slots(
    dossier: Dossier,
    errors: Mapping[str, str] | None = None,
    refused: Mapping[str, str] | None = None,
    answers: Mapping[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """Each paper the case asks for, with what is there of it, and what is wrong with the file just sent.

    `refused`: why a look-up was not made; `answers`: those typed in place of the filed ones.
    """
    english = (get_language() or "vi")[:2] == "en"
    answers = dict(dossier.answers if answers is None else answers)
    wanted = papers_wanted(dossier.version.rules, answers | {"channel": dossier.channel})
    given = {p.key: p for p in dossier.papers.filter(replaced=False).select_related("file", "origin", "reading")}
    may_look = [p for p in wanted if p.lookup and dossier.citizen_id is not None and dossier.representation_id is None]
    proofs = {}
    if may_look and dossier.citizen is not None:
        own = dossier.citizen.cccd or ""
        proofs = current_proofs(lookups().proofs(dossier.ref), may_look, answers, own)
    return [
        {
            "key": p.key,
            "name": (english and p.name_en) or p.name,
            "hint": (english and p.hint_en) or p.hint,
            "required": p.required != "optional",
            "paper": given.get(p.key),
            "error": (errors or {}).get(p.key, ""),
            "lookup": offer_of(dossier.version, p, proofs.get(p.key), (refused or {}).get(p.key, ""))
            if p in may_look
            else None,
        }
        for p in wanted
    ]


def proof_lines(slots: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The look-ups behind some slots, to list beside the papers (lượt tra cứu)."""
    looked = [(slot, slot["lookup"]["proof"]) for slot in slots if slot["lookup"] and slot["lookup"]["proof"]]
    return [
        {
            "uuid": proof.uuid,
            "paper": slot["name"],
            "database": slot["lookup"]["database"],
            "outcome": outcome_word(proof.outcome),
            "at": proof.answered_at,
        }
        for slot, proof in looked
    ]
