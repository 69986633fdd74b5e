"""Lay a province's tree from its folder (nạp cây tổ chức)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from cuulong.core.organisations.models import Agency, AgencyKind, AgencyProfile, Membership, Succession
from cuulong.core.organisations.queries import forget_tree
from cuulong.lib.province import Province
from cuulong.lib.vietnamese import nfc


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _span(row: dict[str, Any]) -> DateRange:
    return DateRange(_day(row["valid_from"]), _day(row["valid_to"]))


@transaction.atomic
def load_tree(province: Province) -> None:
    """Agencies, what they were called when, their rooms, bodies and successions; safe to repeat.

    Rows known by slug are brought up to date; profiles and successions are laid anew from the province's files. What
    was edited or imported on screen stays: agencies with such a profile, and recorded successions, are left alone.
    """
    kept = set(AgencyProfile.objects.filter(by_hand=True).values_list("agency__slug", flat=True))
    profiles = province.table("agency_profiles")
    identities = province.table("agencies")
    rooms, room_profiles = _rooms(province, identities, profiles)
    bodies = [row | {"statistical_code": ""} for row in province.table("bodies")]
    identities, rooms, laid = (
        [row for row in rows if row["slug"] not in kept] for rows in (identities, rooms, [*profiles, *room_profiles])
    )
    last = _last_profiles(laid)

    agencies = [
        Agency(
            slug=row["slug"],
            kind=row["kind"],
            key=row.get("key", ""),
            stat_code=row["statistical_code"],
            founding_act=row.get("founding_act", ""),
            valid=_span(row),
            name=nfc(last.get(row["slug"], row)["name"]),
            short_name=nfc(last.get(row["slug"], row).get("short_name", "")),
            code=last.get(row["slug"], {}).get("code_qd20", ""),
        )
        for row in [*identities, *rooms, *bodies]
    ]
    Agency.objects.bulk_create(
        agencies,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["kind", "key", "stat_code", "founding_act", "valid", "name", "short_name", "code"],
    )
    known = {a.slug: a for a in Agency.objects.all()}
    _hang_under_parents(known, last, bodies)

    AgencyProfile.objects.exclude(agency__in=[known[slug].pk for slug in kept]).delete()
    AgencyProfile.objects.bulk_create(_profile(row, known) for row in laid)
    Succession.objects.filter(by_hand=False).delete()
    Succession.objects.bulk_create(
        Succession(
            effective_on=date.fromisoformat(row["effective_on"]),
            kind=row["kind"],
            predecessor=known[row["from_slug"]],
            successor=known[row["to_slug"]] if row["to_slug"] else None,
            function=nfc(row["function"]),
            legal_act=nfc(row["legal_act"]),
            certain=row["certainty"] == "read",
        )
        for row in province.table("successions")
    )
    for row in province.table("body_members"):
        body, member = known[row["body"]], known[row["member"]]
        if not Membership.objects.filter(body=body, member=member).exists():
            Membership.objects.create(body=body, member=member, part=nfc(row["part"]), valid=_span(row))
    transaction.on_commit(forget_tree)


def _last_profiles(rows: Iterable[dict[str, str]]) -> dict[str, dict[str, str]]:
    last: dict[str, dict[str, str]] = {}
    for row in rows:
        if row["slug"] not in last or row["valid_from"] > last[row["slug"]]["valid_from"]:
            last[row["slug"]] = row
    return last


def _hang_under_parents(
    known: dict[str, Agency], last: dict[str, dict[str, str]], bodies: list[dict[str, str]]
) -> None:
    for slug, row in last.items():
        known[slug].parent = known.get(row["parent"])
    for row in bodies:
        known[row["slug"]].parent = known.get(row["standing_agency"])
    Agency.objects.bulk_update(known.values(), ["parent"], batch_size=500)


def _profile(row: dict[str, str], known: dict[str, Agency]) -> AgencyProfile:
    return AgencyProfile(
        agency=known[row["slug"]],
        name=nfc(row["name"]),
        short_name=nfc(row["short_name"]),
        unit_type=row["unit_type"],
        level=row["level"],
        parent=known[row["parent"]] if row["parent"] else None,
        code=row["code_qd20"],
        code_102=row["code_qcvn102"],
        address=nfc(row["address"]),
        phone=row["phone"],
        email=row["email"],
        valid=_span(row),
        source=row["source"],
        certain=row["certainty"] == "read",
    )


def _rooms(
    province: Province, identities: list[dict[str, str]], profiles: list[dict[str, str]]
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The inner rooms of every commune, by the province's template (phòng chuyên môn của xã, phường)."""
    rooms, room_profiles = [], []
    current = _last_profiles(profiles)
    template = province.toml("rooms.toml").get("rooms", [])
    for row in identities:
        profile = current.get(row["slug"])
        for room in template:
            opened = room["valid_from"].isoformat()
            fits = (
                profile
                and row["kind"] == room.get("applies_to_kind", AgencyKind.COMMUNE)
                and (not row["valid_to"] or row["valid_to"] > opened)
                and profile["unit_type"] in room.get("unit_types", [profile["unit_type"]])
            )
            if not fits or not profile:
                continue
            slug = f"{row['slug']}--{room['key']}"
            start = max(opened, row["valid_from"])
            rooms.append(
                {
                    "slug": slug,
                    "kind": room.get("kind", AgencyKind.ROOM),
                    "key": room["key"],
                    "statistical_code": "",
                    "valid_from": start,
                    "valid_to": row["valid_to"],
                    "name": room["name"],
                }
            )
            room_profiles.append(
                {
                    "slug": slug,
                    "name": room["name"],
                    "short_name": room["name"],
                    "unit_type": "",
                    "parent": row["slug"],
                    "level": "body",
                    "code_qd20": f"{profile['code_qd20']}.{room['code_suffix']}",
                    "code_qcvn102": "",
                    "valid_from": start,
                    "valid_to": row["valid_to"],
                    "address": profile["address"],
                    "phone": "",
                    "email": "",
                    "source": "",
                    "certainty": room["certainty"],
                }
            )
    return rooms, room_profiles
