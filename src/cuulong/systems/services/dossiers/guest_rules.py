"""How long codes of guests hold, and how often they may be tried; pure figures (quy tắc mã xác nhận)."""

from __future__ import annotations

import secrets
from datetime import timedelta

CODE_HOLDS = timedelta(minutes=10)
CODE_TRIES = 5
CODES_AN_HOUR = 3  # to one address
NAMED_AN_HOUR = 5  # invitations to one telephone to file together
SECRET_TRIES = 5
LOCKED_FOR = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)

# Letters and digits that are not taken for one another on paper or on the telephone.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_code() -> str:
    """Six digits, for one use (mã xác nhận một lần)."""
    return f"{secrets.randbelow(1_000_000):06d}"


def new_secret() -> str:
    """What a guest keeps to come back: 12 letters and digits, 59 bits (mật mã làm tiếp)."""
    text = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    return "-".join(text[at : at + 4] for at in range(0, 12, 4))


def typed_secret(text: str) -> str:
    """A secret as typed, in the form it was given: case, blanks and hyphens forgiven."""
    plain = "".join(char for char in text.lower() if char.isalnum())
    return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))
