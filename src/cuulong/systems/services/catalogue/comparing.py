"""A file beside what is stored: new, changed field by field, unchanged, missing (so sánh danh mục)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .copying import among
from .models import NationalRecord, Outcome
from .national.rows import ProcedureRow, Reading, RefusedRow

LONGEST = 300  # characters of a value in the report; the whole value stands in the file
Change = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Compared:
    """One row and what it would do (dòng đã so sánh). `changed`: the fields that differ from what is stored."""

    row: ProcedureRow
    outcome: Outcome
    before: Mapping[str, Any] = field(default_factory=dict)
    changed: tuple[str, ...] = ()

    @property
    def after(self) -> dict[str, Any]:
        """All that is known of the procedure once the row is taken."""
        return merged(self.before, self.row.fields)

    @property
    def changes(self) -> list[Change]:
        after = self.after
        return [(key, shown(self.before.get(key)), shown(after.get(key))) for key in self.changed]


@dataclass(slots=True)
class Plan:
    """What taking a file would do (kế hoạch nhập)."""

    rows: list[Compared] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)

    def of(self, outcome: Outcome) -> Iterator[Compared]:
        return (one for one in self.rows if one.outcome == outcome)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each outcome, and of each kind of finding."""
        found = Counter(one.outcome.value for one in self.rows)
        found |= Counter({Outcome.MISSING.value: len(self.missing), Outcome.REFUSED.value: len(self.refused)})
        odd = Counter(f.kind for one in self.rows for f in one.row.findings)
        odd += Counter(f.kind for one in self.refused for f in one.findings)
        return {**found, **{f"odd.{kind}": n for kind, n in odd.items()}}


def compare(reading: Reading, *, whole: bool) -> Plan:
    """Two queries, whatever the size. `whole`: what the file does not have of its ministries is missing (so sánh)."""
    codes = [row.code for row in reading.rows]
    records = among(NationalRecord.objects.all(), "procedure__code", codes)
    stored = dict(records.values_list("procedure__code", "fields").iterator())
    plan = Plan(refused=list(reading.refused))
    for row in reading.rows:
        plan.rows.append(_compared(row, stored.get(row.code)))
    if whole:
        listed, theirs = set(codes), NationalRecord.objects.filter(ministry__in=reading.ministries)
        known = theirs.order_by("procedure__code").values_list("procedure__code", "fields__name")
        plan.missing = [(code, name) for code, name in known.iterator() if code not in listed]
    return plan


def _compared(row: ProcedureRow, before: Mapping[str, Any] | None) -> Compared:
    if before is None:
        return Compared(row, Outcome.NEW)
    changed = tuple(key for key, value in merged(before, row.fields).items() if value != before.get(key))
    return Compared(row, Outcome.CHANGED if changed else Outcome.UNCHANGED, before, changed)


def merged(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What both say, the later first; times and fees of channels the later does not speak of stay."""
    both = {**before, **after}
    for key in ("limits", "fees"):
        if key in before and key in after:
            both[key] = {**before[key], **after[key]}
    return both


def shown(value: Any) -> str:
    """A field's value as one line of the report."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case str() | int():
            return str(value)[:LONGEST]
        case list():
            return "; ".join(shown(one) for one in value)[:LONGEST]
        case dict() if "written" in value:
            return shown(value["written"])
        case dict():
            return "; ".join(f"{key}: {shown(one)}" for key, one in value.items() if one not in ("", [], None))[
                :LONGEST
            ]
    return str(value)[:LONGEST]
