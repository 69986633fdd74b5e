"""What the workspace shows of proposals and corrections (đề nghị, đính chính)."""

from __future__ import annotations

from typing import Any

from cuulong.core.people.acting import Acting

from .actions.correct import may_correct
from .actions.proposals import may_decide, may_propose
from .models import Dossier, Proposal
from .rules import MOVES


def proposals_context(dossier: Dossier, acting: Acting) -> dict[str, Any]:
    """What the workspace shows of proposals and corrections (đề nghị trong không gian xử lý)."""
    asked = list(dossier.proposals.select_related("agency"))
    waiting = next((one for one in asked if not one.decision), None)
    return {
        "proposals": asked,
        "to_decide": waiting if waiting and may_decide(dossier, acting) else None,
        "may_propose": waiting is None
        and any(dossier.state in MOVES[matter][0] for matter in Proposal.Matter.values)
        and may_propose(dossier, acting),
        "may_correct": dossier.state in MOVES["correct"][0] and may_correct(dossier, acting),
    }
