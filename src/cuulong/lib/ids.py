"""Identifiers: time-ordered UUIDs, dossier codes, unguessable receipt codes."""

import os
import re
import secrets
import threading
import time
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from stdnum import luhn

from cuulong.lib.errors import InputError, gettext_noop

_lock = threading.Lock()
_last_ms = 0
_counter = 0


def uuid7() -> UUID:
    """Make a UUID version 7 that is larger than every earlier one of this process (RFC 9562).

    48 bits of milliseconds, a 42-bit counter seeded at random each millisecond, 32 random bits.
    """
    global _last_ms, _counter
    with _lock:
        now = time.time_ns() // 1_000_000
        if now > _last_ms:
            _last_ms, _counter = now, secrets.randbits(41)
        else:
            _counter += 1
            if _counter >> 42:
                _last_ms, _counter = _last_ms + 1, secrets.randbits(41)
        ms, counter = _last_ms, _counter
    high, low = counter >> 30, counter & 0x3FFF_FFFF
    tail = int.from_bytes(os.urandom(4))
    return UUID(int=ms << 80 | 7 << 76 | high << 64 | 2 << 62 | low << 32 | tail)


class CodeError(InputError):
    """A dossier or receipt code that cannot be one (mã hồ sơ, mã tra cứu)."""


@dataclass(frozen=True, slots=True)
class DossierCode:
    """The parts of a dossier code (mã hồ sơ)."""

    agency: str
    day: date
    number: str


# Eras and ministries differ: 6- or 8-digit dates, 4- to 7-digit numbers.
_DOSSIER = re.compile(r"(\S+)-(\d{6}|\d{8})-(\d{4,7})", re.ASCII)


def dossier_code(agency_code: str, day: date, n: int) -> str:
    """Write the code of the n-th dossier an agency received that day (mã hồ sơ)."""
    if not agency_code or n < 1:
        raise ValueError("a dossier code needs an agency and a number from 1")
    return f"{agency_code}-{day:%y%m%d}-{n:04d}"


def parse_dossier_code(text: str) -> DossierCode:
    """Read a dossier code of this or another system; raises CodeError (mã hồ sơ)."""
    found = _DOSSIER.fullmatch(text.strip())
    if found:
        agency, day, number = found.groups()
        try:
            parsed = datetime.strptime(day, "%y%m%d" if len(day) == 6 else "%Y%m%d")
        except ValueError:
            pass
        else:
            return DossierCode(agency, parsed.date(), number)
    raise CodeError(
        "dossier_code",
        gettext_noop("Mã hồ sơ chưa đúng. Mã có dạng mã cơ quan, ngày nhận và số thứ tự, ví dụ H61.01-261124-0001."),
    )


_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FORGIVE = str.maketrans("OIL", "011", " -")


def receipt_code() -> str:
    """Make a look-up code nobody can guess: 75 random bits and a check letter (mã tra cứu)."""
    body = "".join(secrets.choice(_CROCKFORD) for _ in range(15))
    return _in_fours(body + luhn.calc_check_digit(body, alphabet=_CROCKFORD))


def parse_receipt_code(text: str) -> str:
    """Read a typed look-up code, forgiving case, blanks and O, I, L; raises CodeError (mã tra cứu)."""
    code = text.upper().translate(_FORGIVE)
    if len(code) != 16 or not luhn.is_valid(code, alphabet=_CROCKFORD):
        raise CodeError(
            "receipt_code",
            gettext_noop("Mã tra cứu chưa đúng. Mã gồm 16 chữ và số, in trên giấy tiếp nhận."),
        )
    return _in_fours(code)


def _in_fours(code: str) -> str:
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
