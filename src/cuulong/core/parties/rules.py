"""Who may be registered as whom, and how sure we are of it (quy tắc về người dân, doanh nghiệp)."""

from __future__ import annotations

from cuulong.lib.errors import InputError

ORDER = ("declared", "seen", "proven")


class PartyError(InputError):
    """A citizen, business, representation or consent that cannot be written as asked."""


def surer(one: str, other: str) -> str:
    """The higher of two assurances (mức bảo đảm cao hơn)."""
    return max(one, other, key=ORDER.index)


def may_claim(known: str | None, claimed: str) -> bool:
    """Whether someone may sign up as a person already known with assurance `known` (None: not known yet).

    What is only declared never opens the record of a person who is already known: it takes the identity card
    at a counter or an electronic identity.
    """
    return known is None or claimed == "proven"


def must_take_over(known: str, has_account: bool) -> bool:
    """Whether the proven person drives out whoever signs in with a password chosen on their mere declaration."""
    return has_account and known == "declared"
