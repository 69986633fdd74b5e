"""An official's act at a step: the process table moves the case, the case moves the dossier (xử lý tại bước)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.workflow import engine
from cuulong.core.workflow.models import Step, StepKind

from ..models import Dossier
from ..rules import OUTCOMES, move_of, says
from .move import locked, move

# What the verbs themselves bring of a process table's `needs`.
GIVEN = {"sign": ("signature",), "number_and_seal": ("signature", "number")}


def step_of(dossier: Dossier) -> Step:
    """The open task of the dossier's case. Raises Step.DoesNotExist after the end."""
    return Step.objects.select_related("case__version", "agency").get(
        case__subject_kind=dossier.ref_kind, case__subject_uuid=dossier.uuid, kind=StepKind.TASK, left_at=None
    )


def take_step(
    dossier: Dossier,
    step: Step,
    key: str,
    *,
    acting: Acting,
    at: datetime,
    revision: int | None,
    note: str = "",
    public_note: str = "",
    assignee: Account | None = None,
    verb: str = "",
    **details: Any,
) -> tuple[Dossier, list[Step]]:
    """Do action `key` at `step` and make the move it stands for; gives the steps that wait next (thực hiện bước).

    `verb`: the move, when it is not the one `rules.move_of` names.
    `revision`: the case revision the screen showed. Call inside a transaction. Raises workflow.rules.NotAllowed,
    workflow.rules.AlreadyMoved, Refused.
    """
    dossier = locked(dossier)
    if key in OUTCOMES:
        dossier.outcome = OUTCOMES[key]
    waiting = engine.act(
        step,
        key,
        acting=acting,
        at=at,
        note=note,
        expected_version=revision,
        assignee=assignee,
        context={"outcome": dossier.outcome},
        given=GIVEN.get(key, ()),
    )
    move(
        dossier,
        verb or move_of(key),
        acting=acting,
        at=at,
        agency=step.agency,
        note=note,
        public_note=public_note,
        says=says(key),
        **details,
    )
    see_asked(dossier, waiting)
    return dossier, waiting


def see_asked(dossier: Dossier, steps: Iterable[Step]) -> None:
    """Let agencies whose opinion is asked read the dossier."""
    asked = {s.agency_id for s in steps if s.kind == StepKind.OPINION} - set(dossier.asked_agencies)
    if asked:
        dossier.asked_agencies = sorted({*dossier.asked_agencies, *asked})
        dossier.save(update_fields=["asked_agencies"])
