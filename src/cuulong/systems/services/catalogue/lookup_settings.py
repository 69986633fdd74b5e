"""Which paper is replaced by which database, as the controlling officer set it, over the procedure's table (tra cứu thay giấy tờ)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .models import Procedure

SETTINGS = "lookup_settings"


def with_lookups(definition: dict[str, Any], settings: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The definition whose papers name the databases of `settings`: paper key → {register, lookup}, or {} for none.

    The settings stay with the definition, so that a new table of the province does not undo what an officer set.
    """
    if not settings:
        return definition
    papers, registers = [], {one["key"]: one for one in definition.get("registers", ())}
    for paper in definition.get("papers", ()):
        said = settings.get(paper["key"])
        if said is not None:
            paper = {key: value for key, value in paper.items() if key not in ("replaced_by", "lookup")}
        if said:
            register = said["register"]
            registers.setdefault(register["key"], dict(register))
            paper |= {"replaced_by": register["key"], "lookup": dict(said["lookup"])}
        papers.append(paper)
    return definition | {"papers": papers, "registers": list(registers.values()), SETTINGS: dict(settings)}


def set_by_officers(procedure: Procedure) -> Mapping[str, Any]:
    """What officers set for a procedure so far (cơ sở dữ liệu đã đặt)."""
    last = procedure.versions.order_by("-n").first()
    return last.definition.get(SETTINGS, {}) if last else {}
