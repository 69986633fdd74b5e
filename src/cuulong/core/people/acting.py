"""Who acts, in which appointments and on whose behalf; the one value every verb takes (người thực hiện)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import JSONField, UUIDField, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.organisations.queries import subtree_ids
from cuulong.core.people.models import Account, Appointment, Delegation
from cuulong.core.registry import Right, Role, declared, get
from cuulong.lib.facts import Ref

NOBODY = UUID(int=0)


class Forbidden(PermissionDenied):
    """The person lacks the right; the sentence says which (không có quyền)."""


@dataclass(frozen=True)
class Grant:
    """A role held at an agency, by appointment or by delegation (quyền hạn theo bổ nhiệm)."""

    role: str
    agency_id: int
    field: str
    position: str
    agency_name: str = ""
    behalf: Ref | None = None
    only: frozenset[str] = frozenset()

    def carries(self, right: Right) -> bool:
        return self.role in right.roles and (not self.only or right.code in self.only)


def _grant_rows(account: Account, day: date) -> Iterator[tuple[Any, ...]]:
    """The fields of a Grant, own appointments first, then those lent to the account."""
    own = Appointment.objects.filter(account=account, valid__contains=day)
    lent = Delegation.objects.filter(
        delegate=account, valid__contains=day, revoked_at=None, appointment__valid__contains=day
    )
    nobody, everything = Value(None, UUIDField()), Value([], JSONField())
    rows = own.values_list("role", "agency_id", "field", "position", "agency__name", nobody, everything, "pk").union(
        lent.values_list(
            *(f"appointment__{name}" for name in ("role", "agency_id", "field", "position", "agency__name")),
            "appointment__account__uuid",
            "rights",
            "pk",
        ),
        all=True,
    )
    for *post, lender, rights, _pk in sorted(rows, key=lambda row: (row[5] is not None, row[7])):
        yield *post, Ref(Account.ref_kind, lender) if lender else None, frozenset(rights)


@dataclass(frozen=True, eq=False)
class Acting:
    """Who acts (người thực hiện): an account with its grants of a day, nobody, or the machine itself."""

    account: Account | None
    grants: tuple[Grant, ...] = ()
    label: str = ""

    @classmethod
    def of(cls, account: Account, day: date | None = None) -> Acting:
        """`account` with the appointments and delegations in force on `day` (default: today); one query."""
        day = day or timezone.localdate()
        return cls(account, tuple(Grant(*row) for row in _grant_rows(account, day)))

    @classmethod
    def anonymous(cls) -> Acting:
        return cls(None, label="anonymous")

    @classmethod
    def system(cls, label: str) -> Acting:
        """The machine itself, for jobs and imports; may do everything a verb asks of it."""
        return cls(None, label=f"system:{label}")

    def by(self, grant: Grant) -> Acting:
        """The same person in one of their posts only (tư cách xử lý)."""
        return replace(self, grants=(grant,))

    @property
    def is_system(self) -> bool:
        return self.label.startswith("system:")

    @property
    def is_official(self) -> bool:
        return bool(self.grants)

    @property
    def frame(self) -> str:
        """The page frame this person works in; for screens that officials and citizens share."""
        return "design/officials.html" if self.is_official else "design/public.html"

    @property
    def is_citizen(self) -> bool:
        return self.account is not None and not self.grants

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(g.role for g in self.grants)

    @property
    def needs_second_factor(self) -> bool:
        roles = declared(Role)
        return any(roles[r].needs_second_factor for r in self.roles if r in roles)

    @cached_property
    def _reach(self) -> dict[str, frozenset[int] | None]:
        return {}

    def agency_ids(self, right: str) -> frozenset[int] | None:
        """Where the right is held: agency keys with all below them; None means everywhere."""
        if self.is_system:
            return None
        if right not in self._reach:
            self._reach[right] = self._find_reach(get(Right, right))
        return self._reach[right]

    def _find_reach(self, right: Right) -> frozenset[int] | None:
        carrying = [g for g in self.grants if g.carries(right)]
        if carrying and right.scope == "province":
            return None
        return frozenset().union(*(subtree_ids(g.agency_id) for g in carrying))

    def can(self, right: str, agency: object | int | None = None) -> bool:
        """Whether the right is held at `agency` (an Agency or its key), or anywhere when None."""
        reach = self.agency_ids(right)
        if reach is None:
            return True
        return bool(reach) if agency is None else getattr(agency, "pk", agency) in reach

    def require(self, right: str, agency: object | int | None = None) -> None:
        """Raises Forbidden, whose message names the missing right."""
        if not self.can(right, agency):
            raise Forbidden(
                _("Anh/chị chưa được giao quyền “%(right)s” ở đơn vị này.") % {"right": get(Right, right).title}
            )

    def behalf_for(self, right: str, agency_id: int) -> Ref | None:
        """The person on whose behalf the right is used at that agency; None when it is one's own."""
        declared_right = get(Right, right)
        own, lent = None, None
        for grant in self.grants:
            if grant.carries(declared_right) and agency_id in subtree_ids(grant.agency_id):
                if grant.behalf is None:
                    own = grant
                else:
                    lent = grant
        return lent.behalf if lent and not own else None

    @property
    def actor_ref(self) -> Ref:
        if self.account is not None:
            return self.account.ref
        return Ref("people.system" if self.is_system else "people.anonymous", NOBODY)

    @property
    def actor_label(self) -> str:
        return self.account.full_name if self.account else self.label

    @property
    def behalf_ref(self) -> Ref | None:
        """The one on whose behalf all is done, when every grant is lent by the same person."""
        lenders = {g.behalf for g in self.grants}
        return lenders.pop() if len(lenders) == 1 else None
