"""What a counter adds to a one-page form: the person seen, papers handed over (tiếp nhận tại quầy)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cuulong.core.eforms.reading import prefill
from cuulong.core.organisations.models import Agency
from cuulong.core.parties.models import Citizen
from cuulong.core.parties.queries import citizen_by_number
from cuulong.core.people.acting import Acting
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from ..dossiers.models import Dossier, Paper
from ..dossiers.models.paper import PaperSource
from ..dossiers.sheet import Sheet


@dataclass
class CounterSheet(Sheet):
    """A one-page form filled in by an officer; ticked papers came on paper (tờ khai tại quầy)."""

    counter: Agency | None = None
    who_error: str = ""

    @property
    def has_errors(self) -> bool:
        return bool(self.who_error) or super().has_errors

    def fill_in(self) -> None:
        """Put what is known of the person where nothing was typed; nothing is judged yet (điền sẵn)."""
        self.answers = dict(prefill(self.version.form, self.filer.known())) | self.answers
        self.stay(**self.filer.contact())

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


def citizen_at_counter(data: Mapping[str, Any], acting: Acting) -> tuple[Citizen | None, str]:
    """The citizen whose card the officer holds, by number; (None, sentence) for a number that cannot be (đối chiếu căn cước)."""
    number = str(data.get("cccd", "")).strip()
    if not number:
        return None, ""
    try:
        return citizen_by_number(number), ""
    except InputError as error:
        return None, say(error)
