"""Whom a document is given to: one unit leads, others help, others are told (phân phối văn bản)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import override

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting, Grant
from cuulong.core.people.models import Account
from cuulong.core.people.queries import role_title
from cuulong.lib.vietnamese import nfc

from ..records.models import Document
from .models import Handling, Instruction, Share
from .rules import must_be_told_apart


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The units an instruction names, its words and its deadline (phương án phân phối)."""

    lead: Agency | None = None
    joint: tuple[Agency, ...] = ()
    told: tuple[Agency, ...] = ()
    people: tuple[Account, ...] = field(default=())
    text: str = ""
    due_at: datetime | None = None

    def shares(self) -> Iterable[tuple[str, Agency, Account | None]]:
        """(share, unit, person) of everybody named."""
        if self.lead is not None:
            yield Share.LEAD, self.lead, None
        yield from ((Share.JOINT, one, None) for one in self.joint)
        yield from ((Share.TOLD, one, None) for one in self.told)
        if self.lead is not None:
            yield from ((Share.TOLD, self.lead, one) for one in self.people)

    def must_name_a_lead(self) -> Agency:
        """The leading unit. Raises Refused when there is none, or one unit has two shares."""
        must_be_told_apart(
            self.lead.pk if self.lead else None, [one.pk for one in self.joint], [one.pk for one in self.told]
        )
        assert self.lead is not None
        return self.lead


def write(document: Document, plan: Plan, *, acting: Acting, at: datetime, proposal: bool) -> Instruction:
    """Write down an instruction or a proposal with everybody it names; whoever gets work may read (ghi ý kiến chỉ đạo).

    `acting` is narrowed to the post it is written in. The caller saves the document.
    """
    grant = acting.grants[0] if len(acting.grants) == 1 else None
    instruction = Instruction.objects.create(
        document=document,
        proposal=proposal,
        text=nfc(plan.text).strip(),
        by=acting.account,
        by_label=acting.actor_label,
        position=position_of(grant),
        at=at,
        due_at=plan.due_at,
    )
    Handling.objects.bulk_create(
        Handling(instruction=instruction, agency=agency, account=account, share=share)
        for share, agency, account in plan.shares()
    )
    if not proposal:
        agencies = tuple(agency for _share, agency, _account in plan.shares())
        document.let_read(agencies=agencies, accounts=plan.people)
        if plan.due_at is not None:
            document.due_at = plan.due_at
    return instruction


def position_of(grant: Grant | None) -> str:
    """The post in which somebody wrote; whoever stands in for another says so (chức vụ)."""
    if grant is None:
        return ""
    post = grant.position or role_title(grant.role)
    if grant.behalf is None:
        return post[:150]
    lender = Account.objects.filter(uuid=grant.behalf.uuid).values_list("full_name", flat=True).first()
    with override("vi"):
        return f"{post}, theo ủy quyền của {lender}"[:150]
