"""What an identity provider says about a person, by a configurable map of claims (định danh điện tử)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cuulong.lib.dates import parse_date
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.identity import CitizenNumber, parse_citizen_number
from cuulong.lib.vietnamese import clean, title_person

STANDARD = {
    "full_name": "name",
    "birth_date": "birthdate",
    "phone": "phone_number",
    "email": "email",
    "address": "address",
}


class ClaimError(InputError):
    """The provider did not say who this is."""


@dataclass(frozen=True)
class Identity:
    """A person as the provider proves it; what it did not say is empty."""

    cccd: CitizenNumber
    full_name: str
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    address: str = ""


def read_claims(said: Mapping[str, Any], names: Mapping[str, str]) -> Identity:
    """Read the claims; `names` says under which name each thing stands; raises ClaimError, IdentityError.

    `said` is what allauth kept: {"userinfo": …, "id_token": …}; both must speak of
    the same subject (OpenID Connect Core 5.3.2).
    """
    token, info = said.get("id_token") or {}, said.get("userinfo") or {}
    if token and info and token.get("sub") != info.get("sub"):
        raise ClaimError("subject", gettext_noop("Bên định danh trả lời về hai người khác nhau. Thử đăng nhập lại."))
    known = {**token, **info}

    def text(field: str) -> str:
        value = known.get(names.get(field) or STANDARD.get(field, field))
        return clean(value) if isinstance(value, str) else ""

    if not text("cccd") or not text("full_name"):
        raise ClaimError(
            "no_person",
            gettext_noop("Bên định danh chưa cho biết số căn cước và họ tên. Tài khoản định danh cần ở mức 2."),
        )
    return Identity(
        cccd=parse_citizen_number(text("cccd")),
        full_name=title_person(text("full_name")),
        birth_date=_day(text("birth_date")),
        phone=text("phone"),
        email=text("email").lower(),
        address=text("address"),
    )


def _day(text: str) -> date | None:
    try:
        return parse_date(f"{text[:4]}-{text[4:6]}-{text[6:]}" if text.isdigit() and len(text) == 8 else text)
    except InputError:
        return None
