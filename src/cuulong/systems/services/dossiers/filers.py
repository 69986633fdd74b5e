"""For whom a person files: oneself, a business one speaks for, a person one represents (nộp thay, đại diện)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.parties.models import Business, Citizen, Representation
from cuulong.core.parties.queries import party_of
from cuulong.core.people.models import Account
from cuulong.lib.errors import gettext_noop

from .rules import Refused


@dataclass(frozen=True)
class Filer:
    """Who files, for whom, and on what ground (tư cách nộp)."""

    citizen: Citizen | None = None
    business: Business | None = None
    representation: Representation | None = None

    @property
    def key(self) -> str:
        """How forms name it; empty: for oneself."""
        return str(self.representation.uuid) if self.representation else ""

    @property
    def title(self) -> str:
        if self.representation is None:
            return _("Cho chính mình")
        return f"{self.representation.represented.full_name} ({self.representation.get_kind_display()})"

    @property
    def person(self) -> Citizen | None:
        """Whose name, number and address a form is filled in with: for a business those of who speaks for it."""
        if self.business is not None and self.representation is not None:
            return self.representation.representative
        return self.citizen

    @property
    def fields(self) -> dict[str, Any]:
        """What the dossier keeps of it."""
        return {"citizen": self.citizen, "business": self.business, "representation": self.representation}

    def known(self) -> dict[str, str]:
        """What the state already knows, by the sources that forms name (dữ liệu điền sẵn)."""
        return _of_person(self.person) | _of_business(self.business)

    def contact(self) -> dict[str, str]:
        """How the one who files is known to be reached (thông tin liên hệ)."""
        here = self.representation.representative if self.representation else (self.citizen or self.business)
        if here is None:
            return {}
        return {
            "applicant_name": here.full_name,
            "applicant_phone": here.phone,
            "applicant_email": here.email,
            "applicant_address": here.address,
        }


def filers_of(account: Account | None, day: date | None = None) -> list[Filer]:
    """Oneself first, then those one represents on `day`, by name; one or two queries (những người nộp thay được)."""
    own = party_of(account) if account else None
    if isinstance(own, Business):
        return [Filer(business=own)]
    if own is None:
        return [Filer()]
    living = Representation.objects.on(day or timezone.localdate()).filter(representative=own)
    lent = sorted(
        living.select_related("business", "citizen", "representative"), key=lambda one: one.represented.name_key
    )
    return [Filer(citizen=own), *(Filer(one.citizen, one.business, one) for one in lent)]


def filer_by(account: Account | None, key: str) -> Filer:
    """The one a form named. Raises Refused for somebody this person does not speak for (chọn người nộp thay)."""
    found = next((one for one in filers_of(account) if one.key == key), None)
    if found is None:
        raise Refused("not_yours", gettext_noop("Ông/bà không còn là người đại diện đã chọn. Chọn lại nộp cho ai."))
    return found


def must_still_speak(representation: Representation | None, day: date) -> None:
    """Raises Refused when the ground on which somebody files has ended (hết quyền đại diện)."""
    if representation and not Representation.objects.on(day).filter(pk=representation.pk).exists():
        raise Refused(
            "no_ground", gettext_noop("Quyền đại diện cho %(who)s đã chấm dứt."), who=representation.represented
        )


def _of_person(citizen: Citizen | None) -> dict[str, str]:
    if citizen is None:
        return {}
    return {
        "person.full_name": citizen.full_name,
        "person.id_number": citizen.cccd or "",
        "person.birth_date": citizen.birth_date.isoformat() if citizen.birth_date else "",
        "person.sex": citizen.sex,
        "person.phone": citizen.phone,
        "person.email": citizen.email,
        "person.address": citizen.address,
        "person.commune": citizen.commune.stat_code if citizen.commune else "",
    }


def _of_business(business: Business | None) -> dict[str, str]:
    if business is None:
        return {}
    return {
        "business.name": business.full_name,
        "business.tax_code": business.tax_code,
        "business.address": business.address,
        "business.commune": business.commune.stat_code if business.commune else "",
    }
