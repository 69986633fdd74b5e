"""Papers of a procedure together with the slots that its form adds (thành phần hồ sơ theo biểu mẫu)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def with_slots(
    definition: dict[str, Any], layout: Mapping[str, Any], *, instead_of: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The definition whose papers end with the form's slots, in place of those of the wording before."""
    slots = list(layout.get("papers", ()))
    gone = {one["key"] for one in (*slots, *(instead_of or {}).get("papers", ()))}
    if not gone:
        return definition
    papers = [paper for paper in definition.get("papers", ()) if paper["key"] not in gone]
    return definition | {"papers": [*papers, *slots]}
