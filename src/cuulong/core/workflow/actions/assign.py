"""Who does a step: take it, give it (nhận việc, phân công)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.workflow.actions import steps
from cuulong.core.workflow.models import Step, TransitionKind
from cuulong.core.workflow.places import reach, serving
from cuulong.core.workflow.rules import NotAllowed
from cuulong.lib.errors import gettext_noop

ASSIGN = "workflow.assign"


@transaction.atomic
def take(step: Step, *, acting: Acting, at: datetime, expected_version: int | None = None) -> Step:
    """Put one's own name on a step, also instead of somebody else's (nhận việc). Raises NotAllowed, AlreadyMoved."""
    step = steps.lock_step(step, expected_version)
    acting = serving(step, acting)
    if acting.account is None:
        raise NotAllowed("nobody", gettext_noop("Chỉ người mới nhận việc được."))
    _give(step, acting.account, TransitionKind.TAKEN, acting=acting, at=at)
    return step


@transaction.atomic
def reassign(
    step: Step, account: Account, *, acting: Acting, at: datetime, expected_version: int | None = None
) -> Step:
    """Give a step to a colleague who serves there (phân công, chuyển người xử lý).

    Open to whoever may do the step, and to those with the right "workflow.assign" at its agency.
    Raises NotAllowed, AlreadyMoved.
    """
    step = steps.lock_step(step, expected_version)
    if not acting.can(ASSIGN, step.agency_id):
        acting = serving(step, acting)
    if (step.role, step.agency_id) not in reach(Acting.of(account)):
        sentence = gettext_noop("%(name)s không có vai trò này ở %(agency)s.")
        raise NotAllowed("not_theirs", sentence, name=account.full_name, agency=step.agency_label)
    _give(step, account, TransitionKind.ASSIGNED, acting=acting, at=at)
    return step


def _give(step: Step, account: Account, kind: TransitionKind, *, acting: Acting, at: datetime) -> None:
    step.assignee = account
    step.save()
    steps.write(step.case, kind, acting=acting, at=at, step=step, from_key=step.key, to_key=step.key, to=account)
    steps.log(step.case, f"step.{kind.value}", acting=acting, agency=step.agency, step=step.title, to=account.full_name)
