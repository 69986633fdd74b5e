"""The tree of agencies of a day, ready to draw (cây tổ chức)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency, AgencyKind, AgencyProfile
from cuulong.lib.vietnamese import fold, sort_key

INSIDE = (AgencyKind.ROOM, AgencyKind.OUTSIDE_PROVINCE, AgencyKind.OUTSIDE_COMMUNE)
UNIT_TYPES: dict[str, str | Promise] = {
    "tỉnh": _("tỉnh"),
    "thành phố": _("thành phố"),
    "thị xã": _("thị xã"),
    "huyện": _("huyện"),
    "phường": _("phường"),
    "thị trấn": _("thị trấn"),
    "xã": _("xã"),
}
FORMER_SHOWN = 20
FEW = 9


@dataclass
class Node:
    """One agency in the tree with what hangs below it (một nút của cây)."""

    agency: Any
    branches: list[Branch] = field(default_factory=list)
    inside: int = 0
    hit: bool = False
    open: bool = False
    former: str = ""

    @property
    def name(self) -> str:
        return str(self.agency.short_name_then or self.agency.name_then)

    @property
    def below(self) -> int:
        return sum(len(branch.nodes) for branch in self.branches)


@dataclass
class Branch:
    """The children of one kind (nhóm đơn vị cùng loại)."""

    kind: str
    nodes: list[Node]
    open: bool = False

    @property
    def title(self) -> str:
        """ "Xã, phường": the types that are there; the kind where units have no type."""
        present = {node.agency.unit_type_then for node in self.nodes}
        words = [str(word) for key, word in UNIT_TYPES.items() if key in present]
        title = ", ".join(words) or str(AgencyKind(self.kind).label)
        return title[:1].upper() + title[1:]

    @property
    def is_flat(self) -> bool:
        """Whether little hangs below its nodes, so that they stand side by side."""
        return all(node.below <= FEW for node in self.nodes)


@dataclass
class Tree:
    """The province, those who answer to nobody in it and, when searched, those that are no more (cây tổ chức)."""

    roots: list[Node]
    others: list[Branch] = field(default_factory=list)
    hits: int = 0
    former: list[AgencyProfile] = field(default_factory=list)


def tree(day: date, query: str = "") -> Tree:
    """The tree on `day`; with a query only what matches and the way to it.

    A query matches names borne at any time, codes and statistical codes, without case and accents. One query of the
    database, two more when searching.
    """
    nodes: dict[int, Node] = {}
    inside: dict[int, int] = defaultdict(int)
    for agency in Agency.objects.as_of(day).filter(past__isnull=False).exclude(kind__in=INSIDE[1:]):
        if agency.kind == AgencyKind.ROOM or (agency.kind == AgencyKind.CENTRE and agency.key):
            inside[agency.parent_then_id] += 1
        else:
            nodes[agency.pk] = Node(agency)
    for key, count in inside.items():
        if key in nodes:
            nodes[key].inside = count
    wanted = fold(query).strip()
    if not wanted:
        return _hang(nodes)
    hits = _search(nodes, wanted, day)
    keep = set(hits)
    for key in hits:
        nodes[key].hit = True
        parent = nodes[key].agency.parent_then_id
        while parent in nodes and parent not in keep:
            nodes[parent].open = True
            keep.add(parent)
            parent = nodes[parent].agency.parent_then_id
        if parent in nodes:
            nodes[parent].open = True
    found = _hang({key: node for key, node in nodes.items() if key in keep}, searching=True)
    found.hits, found.former = len(hits), _former(wanted, day)
    return found


def _hang(nodes: dict[int, Node], *, searching: bool = False) -> Tree:
    children: dict[int, list[Node]] = defaultdict(list)
    roots: list[Node] = []
    for node in nodes.values():
        parent = node.agency.parent_then_id
        (children[parent] if parent in nodes else roots).append(node)
    for key, below in children.items():
        nodes[key].branches = _branches(below, searching)
    top = _branches(roots, searching)
    provinces = [node for branch in top if branch.kind == AgencyKind.PROVINCE for node in branch.nodes]
    for province in provinces:
        province.open = True
    return Tree(provinces, [branch for branch in top if branch.kind != AgencyKind.PROVINCE])


def _branches(nodes: list[Node], searching: bool) -> list[Branch]:
    by_kind: dict[str, list[Node]] = defaultdict(list)
    for node in sorted(nodes, key=lambda n: sort_key(n.name)):
        by_kind[node.agency.kind].append(node)
    return [Branch(str(kind), by_kind[kind], open=searching) for kind in AgencyKind if kind in by_kind]


def _search(nodes: dict[int, Node], wanted: str, day: date) -> list[int]:
    hits = []
    for key, node in nodes.items():
        agency = node.agency
        if wanted in fold(f"{agency.name_then} | {agency.short_name_then}") or wanted in (
            agency.stat_code,
            (agency.code_then or "").lower(),
        ):
            hits.append(key)
    known = set(hits)
    others = AgencyProfile.objects.filter(agency__in=nodes).exclude(valid__contains=day).order_by("-valid")
    for profile in others.only("agency_id", "name", "short_name", "valid"):
        if profile.agency_id not in known and wanted in fold(f"{profile.name} | {profile.short_name}"):
            known.add(profile.agency_id)
            hits.append(profile.agency_id)
            nodes[profile.agency_id].former = profile.short_name or profile.name
    return hits


def _former(wanted: str, day: date) -> list[AgencyProfile]:
    """Agencies of the province that did not exist on `day`, under the matching name."""
    found: dict[int, AgencyProfile] = {}
    gone = AgencyProfile.objects.exclude(agency__valid__contains=day).exclude(agency__kind__in=INSIDE)
    for profile in gone.select_related("agency").order_by("-valid"):
        if profile.agency_id not in found and wanted in fold(f"{profile.name} | {profile.short_name}"):
            found[profile.agency_id] = profile
    return list(found.values())[:FORMER_SHOWN]
