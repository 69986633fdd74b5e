"""Writing a compared file into the catalogue, all in bulk (ghi danh mục)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.text import slugify

from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.lib.ids import uuid7
from cuulong.lib.vietnamese import fold

from .. import proposals
from ..comparing import Compared, Plan
from ..copying import among, as_json, copy_in
from ..models import Competence, Listing, ListingState, NationalRecord, Outcome, Procedure, Sector
from ..models.listing import OPEN

OPEN_COLUMNS = ("uuid", "procedure_id", "n", "state", "name", "sector_id", "ministry", "decision", "levels",
                "service_level", "scope", "by_post", "national_system", "content", "doubts")  # fmt: skip


def take_rows(plan: Plan, at: datetime) -> None:
    """New procedures become proposals, changed ones change their open proposal or open one (ghi các dòng).

    What is published stays as it is until an officer publishes the change.
    """
    touched = [*plan.of(Outcome.NEW), *plan.of(Outcome.CHANGED)]
    if not touched:
        return
    sectors = _sectors(touched)
    procedures = _procedures(plan, sectors)
    _records(plan, procedures, at)
    agencies = _own_bodies()
    keys = [key for key, _uuid in procedures.values()]
    described = set(among(Listing.objects.all(), "procedure", keys).values_list("procedure_id", flat=True).distinct())
    fresh = [one for one in plan.of(Outcome.NEW) if procedures[one.row.code][0] not in described]
    # A procedure that the province described by itself learns what the nation says as a change.
    others = [one for one in touched if procedures[one.row.code][0] in described]
    _new_listings(fresh, procedures, sectors, agencies)
    _changed_listings(others, procedures, sectors, agencies)


def sector_key(ministry: str, name: str) -> str:
    """What a sector is known by: its name below its ministry's."""
    return slugify(fold(f"{ministry} {name}" if ministry and name else ministry or name))[:120]


def sectors_of(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Sector | None]:
    """Sectors by (ministry, name), new ones made below their ministries; few queries (lĩnh vực)."""
    pairs = {(ministry, name) for ministry, name in wanted if name}
    known = {sector.key: sector for sector in Sector.objects.all()}
    _make(((ministry, "") for ministry, _name in pairs if ministry), known)
    _make(pairs, known)
    return (
        {("", ""): None}
        | {(ministry, ""): None for ministry, _name in wanted}
        | {pair: known[sector_key(*pair)] for pair in pairs}
    )


def _make(pairs: Iterable[tuple[str, str]], known: dict[str, Sector]) -> None:
    fresh = {}
    for ministry, name in sorted(set(pairs)):
        key = sector_key(ministry, name)
        if key not in known:
            # The province may have said under which life event a sector of this name stands.
            alike = known.get(sector_key("", name)) if name else None
            parent = known.get(sector_key(ministry, "")) if ministry and name else None
            topic = alike.topic_id if alike else None
            fresh[key] = Sector(key=key, name=(name or ministry)[:200], parent=parent, topic_id=topic)
    known |= {sector.key: sector for sector in Sector.objects.bulk_create(fresh.values())}


def _sectors(rows: Iterable[Compared]) -> dict[tuple[str, str], Sector | None]:
    return sectors_of([(one.after.get("ministry", ""), one.after.get("sector", "")) for one in rows])


def _sector_in(fields: dict[str, Any], sectors: dict[tuple[str, str], Sector | None]) -> Sector | None:
    return sectors[fields.get("ministry", ""), fields.get("sector", "")]


def _procedures(plan: Plan, sectors: dict[tuple[str, str], Sector | None]) -> dict[str, tuple[int, UUID]]:
    """Key and identity by code; those that are not known yet are made, with the life event of their sector."""
    codes = {one.row.code for one in plan.rows}
    known = set(among(Procedure.objects.all(), "code", codes).values_list("code", flat=True))
    fresh = [one for one in plan.of(Outcome.NEW) if one.row.code not in known]
    copy_in(
        Procedure,
        ("uuid", "code", "slug"),
        ((uuid7(), one.row.code, slugify(one.row.code.replace(".", "-"))) for one in fresh),
    )
    found = {
        code: (key, uuid)
        for key, uuid, code in among(Procedure.objects.all(), "code", codes).values_list("pk", "uuid", "code")
        if code in codes
    }
    topics = [
        (found[one.row.code][0], sector.topic_id)
        for one in fresh
        if (sector := _sector_in(one.after, sectors)) and sector.topic_id
    ]
    copy_in(Procedure.topics.through, ("procedure_id", "topic_id"), topics)
    return found


def _records(plan: Plan, procedures: dict[str, tuple[int, UUID]], at: datetime) -> None:
    copy_in(
        NationalRecord,
        ("procedure_id", "ministry", "fields", "changed_at"),
        (
            (procedures[one.row.code][0], one.after.get("ministry", "")[:200], as_json(one.after), at)
            for one in plan.of(Outcome.NEW)
        ),
    )
    after = {procedures[one.row.code][0]: one.after for one in plan.of(Outcome.CHANGED)}
    records = list(NationalRecord.objects.filter(procedure__in=after))
    for record in records:
        record.fields = after[record.procedure_id]
        record.ministry, record.changed_at = record.fields.get("ministry", "")[:200], at
    NationalRecord.objects.bulk_update(records, ["fields", "ministry", "changed_at"], batch_size=500)


def _own_bodies() -> dict[str, int]:
    """Folded names of the province's bodies of today; a proposal that an officer confirms, never a match of units."""
    bodies = Agency.objects.filter(kind=AgencyKind.PROVINCIAL_BODY, valid__contains=timezone.localdate())
    found = {fold(short or name): key for key, name, short in bodies.values_list("pk", "name", "short_name")}
    return {name: key for name, key in found.items() if len(name) > 6}


def _new_listings(
    new: list[Compared],
    procedures: dict[str, tuple[int, UUID]],
    sectors: dict[tuple[str, str], Sector | None],
    agencies: dict[str, int],
) -> None:
    copy_in(Listing, OPEN_COLUMNS, (_open_row(one, procedures, sectors) for one in new))
    keys = [procedures[one.row.code][0] for one in new]
    opened = among(Listing.objects.filter(state__in=OPEN), "procedure", keys)
    listing_of = dict(opened.values_list("procedure_id", "pk").iterator())
    wanted = [(listing_of[procedures[one.row.code][0]], one.after) for one in new]
    _competences(wanted, agencies)


def _open_row(
    one: Compared, procedures: dict[str, tuple[int, UUID]], sectors: dict[tuple[str, str], Sector | None]
) -> Sequence[Any]:
    fields = one.after
    values = proposals.proposed(fields)
    sector = _sector_in(fields, sectors)
    values |= {
        "uuid": uuid7(),
        "procedure_id": procedures[one.row.code][0],
        "n": 1,
        "state": ListingState.PROPOSAL.value,
        "sector_id": sector.pk if sector else None,
        "content": as_json(values["content"]),
        "doubts": proposals.doubts(one.row.findings, fields),
    }
    return [values[column] for column in OPEN_COLUMNS]


def _competences(wanted: Iterable[tuple[int, dict[str, Any]]], agencies: dict[str, int]) -> None:
    copy_in(
        Competence,
        ("listing_id", "duty", "level", "agency_id"),
        ((listing, *who) for listing, fields in wanted for who in proposals.competences(fields, agencies)),
    )


def _changed_listings(
    rows: list[Compared],
    procedures: dict[str, tuple[int, UUID]],
    sectors: dict[tuple[str, str], Sector | None],
    agencies: dict[str, int],
) -> None:
    """Only what changed in the source changes in the proposal: an officer's own words stay."""
    keys = [procedures[one.row.code][0] for one in rows]
    latest = {
        listing.procedure_id: listing for listing in Listing.objects.filter(procedure__in=keys).order_by("n").iterator()
    }
    renewed: list[tuple[int, dict[str, Any]]] = []
    for one in rows:
        key = procedures[one.row.code][0]
        listing, fields = latest.get(key), one.after
        before = listing.pk if listing else None
        if listing is None or not listing.is_open:
            listing = opened_after(listing, key)
        _apply(listing, one, _sector_in(fields, sectors))
        listing.save()
        if listing.pk != before and before is not None:
            copy_competences(before, listing)
        if {"levels", "performing", "deciding"} & set(_differing(one)):
            listing.competences.all().delete()
            renewed.append((listing.pk, fields))
        latest[key] = listing
    _competences(renewed, agencies)


def opened_after(last: Listing | None, procedure: int) -> Listing:
    """A new open version that says what the last one said (mở phiên bản mới)."""
    if last is None:
        return Listing(procedure_id=procedure, n=1)
    kept = ("name", "sector_id", "ministry", "decision", "levels", "service_level", "scope", "by_post",
            "national_system", "content", "doubts")  # fmt: skip
    return Listing(procedure_id=procedure, n=last.n + 1, **{name: getattr(last, name) for name in kept})


def copy_competences(before: int, listing: Listing) -> None:
    Competence.objects.bulk_create(
        Competence(listing=listing, duty=duty, level=level, agency_id=agency)
        for duty, level, agency in Competence.objects.filter(listing=before).values_list("duty", "level", "agency_id")
    )


def _differing(one: Compared) -> tuple[str, ...]:
    return one.changed or tuple(one.row.fields)


def _apply(listing: Listing, one: Compared, sector: Sector | None) -> None:
    values = proposals.proposed(one.after)
    for key in _differing(one):
        for column in proposals.COLUMNS.get(key, ()):
            setattr(listing, column, values[column])
        if key in ("sector", "ministry"):
            listing.sector = sector
        if key in proposals.CONTENT:
            listing.content = {**listing.content, key: one.after[key]}
    listing.doubts = proposals.still_doubted(
        listing.doubts, proposals.doubts(one.row.findings, one.after), _differing(one)
    )
    listing.state = ListingState.PROPOSAL
