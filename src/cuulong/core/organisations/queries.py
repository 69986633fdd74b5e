"""Reads over the tree of agencies (tra cứu cây tổ chức)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.core.cache import caches
from django.db.models import Q

from cuulong.core.organisations.models import Agency, Succession

TREE_KEY = "organisations.children"
TREE_SECONDS = 300


def _children_today() -> dict[int, list[int]]:
    """Parent key → child keys by each agency's present or last parent; cached, dropped when the tree is edited."""
    children = caches["local"].get(TREE_KEY)
    if children is None:
        grouped: dict[int, list[int]] = defaultdict(list)
        for key, parent in Agency.objects.filter(parent__isnull=False).values_list("pk", "parent_id"):
            grouped[parent].append(key)
        children = dict(grouped)
        caches["local"].set(TREE_KEY, children, TREE_SECONDS)
    return children


def forget_tree() -> None:
    """Drop the cached tree; called by every verb that edits it."""
    caches["local"].delete(TREE_KEY)


def subtree_ids(agency_id: int, day: date | None = None) -> frozenset[int]:
    """The agency and all below it, today or as of `day` (đơn vị và các đơn vị trực thuộc)."""
    if day is None:
        children = _children_today()
    else:
        children = defaultdict(list)
        for key, parent in Agency.objects.as_of(day).values_list("pk", "parent_then_id"):
            children[parent].append(key)
    found, todo = {agency_id}, [agency_id]
    while todo:
        fresh = [c for c in children.get(todo.pop(), ()) if c not in found]
        found.update(fresh)
        todo.extend(fresh)
    return frozenset(found)


def successors(agency: Agency, day: date) -> list[Agency]:
    """The agencies that exist on `day` and stand where `agency` stood (cơ quan kế thừa).

    Follows merges, splits, and renames through every generation; partial transfers of a function are not followed.
    """
    whole = ~Q(kind="partial_transfer")
    found: dict[int, Agency] = {}
    seen, todo = {agency.pk}, [agency]
    while todo:
        one = todo.pop()
        if Agency.objects.filter(pk=one.pk, valid__contains=day).exists():
            found[one.pk] = one
            continue
        steps = Succession.objects.filter(whole, predecessor=one, effective_on__lte=day, successor__isnull=False)
        for step in steps.select_related("successor"):
            if step.successor and step.successor.pk not in seen:
                seen.add(step.successor.pk)
                todo.append(step.successor)
    return sorted(found.values(), key=lambda a: a.slug)
