"""The acts to offer at a step (thao tác được làm)."""

from __future__ import annotations

from typing import Any

from cuulong.core.workflow.definition import in_language
from cuulong.core.workflow.models import Step
from cuulong.core.workflow.queries import actions_for

from .models import Dossier
from .rules import MOVES, move_of


def offered(dossier: Dossier, task: Step, language: str) -> list[dict[str, Any]]:
    """The acts the process table offers here, that the dossier's state allows (thao tác)."""
    found = []
    for action in actions_for(task):
        allowed = dossier.state in MOVES[move_of(action.key)][0]
        if action.key == "request_supplement" and dossier.state in MOVES["stop_clock"][0]:
            allowed = True
        if allowed and action.key != "ask_opinions":
            found.append({"key": action.key, "title": in_language(action.title, language), "needs": action.needs})
    return found
