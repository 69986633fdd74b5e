"""What the tests of the province files ask again and again."""

import csv
from datetime import date
from functools import cached_property
from pathlib import Path

from cuulong.lib.province import Province as ProvinceFolder

REPOSITORY = Path(__file__).resolve().parents[2]
PROVINCES = REPOSITORY / "provinces"
SHARED = REPOSITORY.parent / "shared" / "data"
TODAY = "2026-11-24"
ROLES = {
    "intake_officer",
    "post_intake_clerk",
    "centre_director",
    "specialist",
    "head_of_division",
    "signer",
    "clerk",
    "chief_of_office",
    "fee_collector",
    "accountant",
    "chief_accountant",
    "procedure_controller",
    "archivist",
    "portal_editor",
    "auditor",
    "administrator",
    "complaint_officer",
    "denunciation_handler",
}

Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def holds_on(row: Row, day: str) -> bool:
    """Half-open range: the first day counts, the end does not."""
    return row["valid_from"] <= day and (not row["valid_to"] or day < row["valid_to"])


def day_before(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() - 1).isoformat()


class Province(ProvinceFolder):
    """A province's folder with the questions that these tests ask of it."""

    @cached_property
    def agencies(self) -> dict[str, Row]:
        return {row["slug"]: row for row in self.table("agencies")}

    @cached_property
    def profiles(self) -> list[Row]:
        return self.table("agency_profiles")

    @cached_property
    def successions(self) -> list[Row]:
        return self.table("successions")

    def valid(self, kind: str, day: str) -> set[str]:
        return {s for s, row in self.agencies.items() if row["kind"] == kind and holds_on(row, day)}

    def profile(self, slug: str, day: str) -> Row:
        (found,) = [row for row in self.profiles if row["slug"] == slug and holds_on(row, day)]
        return found

    def rooms(self, slug: str, day: str) -> set[str]:
        """Slugs of the inner rooms that the template gives a commune on a day."""
        unit_type = self.profile(slug, day)["unit_type"]
        return {
            f"{slug}--{room['key']}"
            for room in self.toml("rooms.toml")["rooms"]
            if room["valid_from"].isoformat() <= day and unit_type in room.get("unit_types", [unit_type])
        }


VINH_LONG = Province(PROVINCES / "vinhlong")
SONG_TIEN = Province(PROVINCES / "songtien")
BOTH = [VINH_LONG, SONG_TIEN]
