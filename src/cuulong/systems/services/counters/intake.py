"""What a counter adds to a one-page form: the person seen, papers handed over (tiếp nhận tại quầy)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cuulong.core.eforms.reading import prefill
from cuulong.core.organisations.models import Agency
from cuulong.core.parties.models import Citizen
from cuulong.core.parties.queries import citizen_by_number
from cuulong.design.errors import say
from cuulong.lib.errors import InputError
from cuulong.lib.identity_card import IdentityCard, looks_like_card, parse_card

from ..dossiers.filers import Filer
from ..dossiers.models import Dossier, Paper
from ..dossiers.models.paper import PaperSource
from ..dossiers.sheet import Sheet


@dataclass
class CounterSheet(Sheet):
    """A one-page form filled in by an officer; ticked papers came on paper (tờ khai tại quầy)."""

    counter: Agency | None = None
    seen: Seen | None = None
    who_error: str = ""

    @property
    def has_errors(self) -> bool:
        return bool(self.who_error) or super().has_errors

    def fill_in(self) -> None:
        """Put what is known of the person where nothing was typed; nothing is judged yet (điền sẵn)."""
        seen = self.seen or Seen(self.citizen)
        self.answers = dict(prefill(self.version.form, seen.known())) | self.answers
        self.stay(**seen.contact())

    def place(self, dossier: Dossier) -> None:
        """It is filed at the counter; the officer's account does not own it."""
        dossier.intake_agency, dossier.account = self.counter, None

    def papers_in_hand(self, dossier: Dossier) -> list[Paper]:
        """The papers that the person handed over or showed, of those the case asks for."""
        rules = self.wanted()
        return [
            Paper(
                dossier=dossier,
                key=key,
                source=PaperSource.SEEN if rules[key].submit == "show" else PaperSource.PAPER,
                quantity=rules[key].quantity,
            )
            for key in self.handed
            if key in rules
        ]


@dataclass(frozen=True)
class Seen:
    """Whom the officer sees: the citizen on record, what the card says, or why it cannot be read (người đến quầy)."""

    citizen: Citizen | None = None
    card: IdentityCard | None = None
    number: str = ""
    error: str = ""

    def contact(self) -> dict[str, str]:
        """Name and address from the card, under what is on record."""
        if self.card is None:
            return Filer(self.citizen).contact()
        of_card = {"applicant_name": self.card.full_name, "applicant_address": self.card.address}
        return of_card | {name: text for name, text in Filer(self.citizen).contact().items() if text}

    def known(self) -> dict[str, str]:
        """What forms may be filled with."""
        if self.card is None:
            return Filer(self.citizen).known()
        of_card = {
            "person.full_name": self.card.full_name,
            "person.id_number": self.card.number,
            "person.birth_date": self.card.born.isoformat(),
            "person.sex": self.card.sex.value,
            "person.address": self.card.address,
        }
        return of_card | {name: text for name, text in Filer(self.citizen).known().items() if text}


def citizen_at_counter(data: Mapping[str, Any]) -> Seen:
    """Whose card the officer holds, by the number typed or the code scanned (đối chiếu căn cước)."""
    typed = str(data.get("cccd", "")).strip()[:500]
    if not typed:
        return Seen()
    try:
        if looks_like_card(typed):
            card = parse_card(typed)
            return Seen(citizen_by_number(card.number), card, card.number)
        return Seen(citizen_by_number(typed), None, typed)
    except InputError as error:
        return Seen(number=typed, error=say(error))
