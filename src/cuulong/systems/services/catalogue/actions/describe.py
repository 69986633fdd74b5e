"""What is filed here is described in the catalogue too, from its own definition (công bố thủ tục của tỉnh)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cuulong.core.organisations.models import Agency
from cuulong.core.search.index import remove
from cuulong.lib.facts import Ref

from ..definition import Definition, FeeRule
from ..finding import LISTED
from ..models import Competence, Listing, ListingState, ProcedureVersion
from .take_rows import sectors_of

FEE_KINDS = {"free": "free", "flat": "flat", "per_unit": "each"}


def describe(version: ProcedureVersion) -> Listing:
    """A published listing that says what the version says; left alone while the version stays (mô tả thủ tục)."""
    procedure = version.procedure
    remove(Ref(LISTED, procedure.uuid))  # found as what can be filed
    values = _values(version)
    last: Listing | None = procedure.listings.order_by("-n").first()
    if last is not None and last.content.get("version") == version.n:
        return last
    now, start = timezone.now(), version.valid.lower
    for open_one in procedure.listings.filter(valid__upper_inf=True, valid__isnull=False):
        start = max(start, timezone.localdate())
        if open_one.valid.lower >= start:
            return open_one
        open_one.valid, open_one.closed_at = DateRange(open_one.valid.lower, start), now
        open_one.state = ListingState.RETIRED
        open_one.save(update_fields=["valid", "closed_at", "state"])
    listing = Listing.objects.create(
        procedure=procedure,
        n=last.n + 1 if last else 1,
        state=ListingState.PUBLISHED,
        valid=DateRange(start, None),
        published_at=now,
        **values,
    )
    Competence.objects.bulk_create(
        Competence(listing=listing, duty=duty, level=level, agency_id=agency)
        for duty, level, agency in sorted(_who(version.rules), key=str)
    )
    return listing


def _values(version: ProcedureVersion) -> dict[str, Any]:
    rules, raw = version.rules, version.rules.raw
    channels: Mapping[str, Any] = rules.channels
    sector = ("", raw.get("sector_name", ""))
    return {
        "name": raw.get("official_name") or version.name,
        "sector": sectors_of([sector])[sector],
        "decision": raw.get("decision", "")[:100],
        "levels": list(raw.get("levels", ())),
        "service_level": channels.get("legacy_level"),
        "scope": channels.get("online_scope", ""),
        "by_post": channels.get("post"),
        "content": {
            "version": version.n,
            "limits": {"all": [{"amount": r.amount, "unit": r.unit, "note": r.label} for r in rules.limits]},
            "fees": {"all": [_fee(rule) for rule in rules.fees]},
            "papers": [{"name": paper.name} for paper in rules.papers],
            "legal": [{"number": b.get("number", ""), "title": b["title"]} for b in raw.get("legal_basis", ())],
            "result": [rules.result["name"]],
            "conditions": raw.get("conditions", ""),
        },
    }


def _fee(rule: FeeRule) -> dict[str, Any]:
    kind = FEE_KINDS.get(rule.rule["type"], "table")
    exempt = "; ".join(str(one.get("reason", "")) for one in rule.exempt)
    return {"kind": kind, "amount": rule.rule.get("amount", 0), "note": rule.name, "exempt": exempt}


def _who(rules: Definition) -> set[tuple[str, str, int | None]]:
    slugs = [rule.agency for rule in rules.competent if rule.agency]
    keys = dict(Agency.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    found: set[tuple[str, str, int | None]] = {("receive", level, None) for level in rules.raw.get("levels", ())}
    for rule in rules.competent:
        agency = keys.get(rule.agency)
        found |= {(duty, rule.level, agency) for duty in ("process", "decide")}
    return found
