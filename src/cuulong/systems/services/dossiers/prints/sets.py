"""Sets of state forms by (document, number), and the one that holds for a dossier (bộ mẫu phiếu)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from cuulong.lib.province import Province

SOURCE = Path(__file__).with_name("sets.toml")


@dataclass(frozen=True)
class StateForm:
    """One form of one document (mẫu phiếu)."""

    key: str
    document: str
    number: str
    kind: str
    title: str

    @property
    def name(self) -> str:
        """As it is cited on the sheet itself; Vietnamese in every language (tên mẫu)."""
        return f"Mẫu số {self.number}, {self.document}"


@dataclass(frozen=True)
class FormSet:
    """The forms of one document, printed from a day on; without one, from the beginning (bộ mẫu)."""

    key: str
    document: str
    since: date | None
    forms: tuple[StateForm, ...]

    def of_kind(self, kind: str) -> StateForm | None:
        return next((form for form in self.forms if form.kind == kind), None)


def read_sets(text: str, since: Mapping[str, date] | None = None) -> tuple[FormSet, ...]:
    """The sets of a table, the oldest first; `since` are days that the province sets otherwise (đọc bộ mẫu)."""
    found = []
    for one in tomllib.loads(text)["sets"]:
        forms = tuple(StateForm(key=one["key"], document=one["document"], **form) for form in one["forms"])
        found.append(FormSet(one["key"], one["document"], (since or {}).get(one["key"], one.get("from")), forms))
    return tuple(sorted(found, key=lambda each: each.since or date.min))


def on(day: date, sets: Sequence[FormSet]) -> FormSet:
    """The set that is printed on a day (bộ mẫu đang dùng)."""
    return [one for one in sets if one.since is None or one.since <= day][-1]


def form_for(kind: str, day: date, sets: Sequence[FormSet]) -> StateForm | None:
    """The form of a kind for what was accepted on `day` (mẫu của hồ sơ).

    A kind that the set of the day does not know is printed by the first later one that does: notices of stopping.
    """
    holding = on(day, sets)
    later = [one for one in sets if (one.since or date.min) >= (holding.since or date.min)]
    return next((form for one in later if (form := one.of_kind(kind))), None)


def find(key: str, number: str, sets: Sequence[FormSet]) -> StateForm | None:
    """The form with that number in that document, never by number alone (tìm mẫu)."""
    forms = [form for one in sets if one.key == key for form in one.forms]
    return next((form for form in forms if form.number == number), None)


def sets() -> tuple[FormSet, ...]:
    """The sets, from the days that this province says (bộ mẫu của tỉnh)."""
    return _sets_of(Path(settings.PROVINCE_DIR))


@cache
def _sets_of(folder: Path) -> tuple[FormSet, ...]:
    return read_sets(SOURCE.read_text(encoding="utf-8"), Province(folder).settings.get("forms_from"))
