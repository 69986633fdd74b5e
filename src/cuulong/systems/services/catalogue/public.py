"""What the public sees of procedures that are described here but not filed here (công khai thủ tục)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting

from .listing_queries import found_listings, shown_listings
from .models import BlankForm, Competence, Duty, Level, Listing, Procedure, Sector, Topic
from .wording import CHANNEL_NAMES, fee_text, limit_text

PAGE = 50
MOST_PAGES = 1_000
SAFE = ("https://", "http://")


@dataclass(frozen=True)
class Choice:
    """What the list is narrowed to (điều kiện xem)."""

    topic: Topic | None = None
    sector: Sector | None = None
    agency: Agency | None = None
    level: str = ""
    page: int = 1

    @classmethod
    def of(cls, asked: Mapping[str, str], day: date) -> Choice:
        """Read from the address; what names nothing narrows nothing."""
        page = asked.get("page", "")
        level = asked.get("level", "")
        return cls(
            topic=Topic.objects.filter(key=asked["topic"]).first() if asked.get("topic") else None,
            sector=Sector.objects.filter(key=asked["sector"]).first() if asked.get("sector") else None,
            agency=Agency.objects.filter(slug=asked["agency"], valid__contains=day).first()
            if asked.get("agency")
            else None,
            level=level if level in Level.values else "",
            page=min(int(page), MOST_PAGES) if page.isdecimal() and len(page) < 6 and int(page) else 1,
        )

    @property
    def narrows(self) -> bool:
        return bool(self.topic or self.sector or self.agency or self.level)

    @property
    def says(self) -> str:
        """What is shown, in words."""
        parts = [one.name for one in (self.sector, self.agency) if one]
        parts += [self.topic.title] if self.topic else []
        parts += [str(Level(self.level).label)] if self.level else []
        return " · ".join(parts)

    @property
    def condition(self) -> Q:
        found = Q()
        if self.topic:
            found &= Q(procedure__topics=self.topic)
        if self.sector:
            found &= Q(sector__name=self.sector.name) | Q(sector__parent=self.sector)
        if self.agency or self.level:
            who = Competence.objects.filter(duty=Duty.PROCESS)
            who = who.filter(agency=self.agency) if self.agency else who.filter(level=self.level, agency=None)
            found &= Q(pk__in=who.values("listing"))
        return found

    def next_url(self, asked: QueryDict, more: bool) -> str:
        if not more:
            return ""
        query = asked.copy()
        query["page"] = str(self.page + 1)
        return f"?{query.urlencode()}"


def described(text: str, chosen: Choice, acting: Acting, filed: set[int]) -> tuple[list[Listing], str, bool]:
    """Listings for words or a choice, without what is filed here; the words understood; whether more follow."""
    if text:
        found, looked_for, more = found_listings(text, acting)
        return [one for one in found if one.procedure_id not in filed], looked_for, more
    start = (chosen.page - 1) * PAGE
    wanted = shown_listings().filter(chosen.condition).exclude(procedure__in=filed).order_by("name", "pk")
    rows = list(wanted[start : start + PAGE + 1])
    return rows[:PAGE], "", len(rows) > PAGE


def sectors_shown(chosen: Choice) -> list[dict[str, Any]]:
    """Sectors below their ministries, with how many procedures; one query (cây lĩnh vực)."""
    rows = (
        shown_listings()
        .filter(sector__isnull=False)
        .values("sector__key", "sector__name", "sector__parent__name")
        .annotate(n=Count("pk"))
        .order_by("sector__parent__name", "sector__name")
    )
    groups: dict[str, dict[str, Any]] = {}
    for row in rows:
        name = row["sector__parent__name"] or _("Lĩnh vực khác")
        group = groups.setdefault(name, {"name": name, "n": 0, "sectors": [], "open": False})
        group["n"] += row["n"]
        group["sectors"].append({"key": row["sector__key"], "name": row["sector__name"], "n": row["n"]})
        group["open"] = group["open"] or (chosen.sector is not None and chosen.sector.key == row["sector__key"])
    return list(groups.values())


def agencies_shown(day: date) -> list[dict[str, Any]]:
    """Levels and bodies that process procedures, with how many; one query (cơ quan giải quyết)."""
    shown = Listing.objects.shown(day).values("pk")
    rows = (
        Competence.objects.filter(duty=Duty.PROCESS, listing__in=shown)
        .values("level", "agency__slug", "agency__name")
        .annotate(n=Count("listing", distinct=True))
        .order_by("-n")
    )
    return [
        {"name": row["agency__name"], "query": f"agency={row['agency__slug']}", "n": row["n"]}
        if row["agency__slug"]
        else {"name": Level(row["level"]).label, "query": f"level={row['level']}", "n": row["n"]}
        for row in rows
    ]


def listing_card(listing: Listing) -> dict[str, Any]:
    """One line of a list (tóm tắt)."""
    limits = [one for each in listing.content.get("limits", {}).values() for one in each]
    return {
        "title": listing.name,
        "slug": listing.procedure.slug,
        "code": listing.procedure.code,
        "levels": ", ".join(str(Level(level).label) for level in listing.levels),
        "sector": listing.sector.name if listing.sector else "",
        "limit": limit_text(limits[0]) if limits else "",
        "unconfirmed": listing.is_proposal,
    }


def listing_page(slug: str, day: date) -> dict[str, Any]:
    """All that is known of one procedure. Raises Http404."""
    listing = shown_listings(day).filter(procedure__slug=slug).first()
    if listing is None:
        raise Http404
    content, unconfirmed = listing.content, listing.is_proposal
    url = content.get("url", "")
    ways = [
        {
            "channel": name,
            "limits": [_with_note(one, limit_text(one)) for one in content.get("limits", {}).get(key, [])],
            "fees": [_with_note(one, fee_text(one)) for one in content.get("fees", {}).get(key, [])],
        }
        for key, name in CHANNEL_NAMES.items()
        if content.get("limits", {}).get(key) or content.get("fees", {}).get(key)
    ]
    return {
        "current": "procedures",
        "listing": listing,
        "content": content,
        "unconfirmed": unconfirmed,
        "ways": ways,
        "four": _four(listing, ways),
        "who": _who(listing),
        "papers": _papers(content.get("papers", [])),
        "blank_forms": blank_forms_of(listing.procedure),
        "source_url": url if url.startswith(SAFE) else "",
    }


def blank_forms_of(procedure: Procedure) -> list[dict[str, Any]]:
    """Empty forms people may download (mẫu đơn)."""
    forms = BlankForm.objects.filter(procedure=procedure, removed_at=None).select_related("file").order_by("title")
    return [
        {
            "title": one.title,
            "size": one.file.size,
            "url": reverse("services:blank_form", args=[procedure.slug, one.uuid]),
        }
        for one in forms
    ]


def _with_note(one: Mapping[str, Any], text: str) -> dict[str, str]:
    note = str(one.get("note") or one.get("written") or "")
    return {"text": text, "note": note if note != text else "", "exempt": str(one.get("exempt", ""))}


def _four(listing: Listing, ways: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """When, how much, where, what: what people look for first (bốn điều cần biết)."""
    mark = _("chưa xác nhận") if listing.is_proposal else ""

    def first(kind: str) -> str:
        return next((way[kind][0]["text"] for way in ways if way[kind]), _("Chưa có thông tin"))

    online = {"full": _("Toàn trình"), "partial": _("Một phần"), "none": _("Tại quầy")}.get(listing.scope, _("Chưa rõ"))
    result = listing.content.get("result") or [_("Chưa có thông tin")]
    return [
        {"label": _("Thời hạn"), "value": first("limits"), "note": mark},
        {"label": _("Phí, lệ phí"), "value": first("fees")[:80], "note": mark},
        {"label": _("Nộp trực tuyến"), "value": online, "note": mark},
        {"label": _("Kết quả"), "value": result[0]},
    ]


def _who(listing: Listing) -> list[tuple[str, str]]:
    """Who receives, processes, decides; the words of the source where nothing better is known."""
    found: dict[str, list[str]] = {}
    for one in listing.competences.select_related("agency").order_by("pk"):
        found.setdefault(one.duty, []).append(one.agency.name if one.agency else str(Level(one.level).label))
    written = {Duty.PROCESS: "performing", Duty.DECIDE: "deciding"}
    rows = [(str(duty.label), ", ".join(found.get(duty.value, []))) for duty in Duty]
    rows += [
        (_("Theo danh mục quốc gia"), listing.content[key]) for key in written.values() if listing.content.get(key)
    ]
    return [*rows, (_("Đối tượng"), ", ".join(listing.content.get("subjects", [])))]


def _papers(papers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Papers under their cases."""
    groups: list[dict[str, Any]] = []
    for one in papers:
        case = one.get("case", "").strip(" -*")
        if not groups or groups[-1]["case"] != case:
            groups.append({"case": case, "papers": []})
        counted = [(one.get("originals"), _("%(n)s bản chính")), (one.get("copies"), _("%(n)s bản sao"))]
        says = ", ".join(words % {"n": n} for n, words in counted if n)
        groups[-1]["papers"].append({"name": one.get("name", ""), "says": says})
    return groups
