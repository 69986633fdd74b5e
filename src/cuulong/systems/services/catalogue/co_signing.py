"""How many people may file together, as the controlling officer set it, over the procedure's table (người cùng nộp)."""

from __future__ import annotations

from typing import Any

from .models import Procedure

KEY = "co_signers"


def with_most(definition: dict[str, Any], most: int) -> dict[str, Any]:
    """The definition under which so many may sign beside the filer, and that an officer said so."""
    return definition | {KEY: {"most": most, "set_here": True}}


def kept_from(procedure: Procedure) -> dict[str, Any]:
    """What an officer set so far, to lay over a new table of the province or a new opening (đã đặt)."""
    last = procedure.versions.order_by("-n").first()
    said = last.definition.get(KEY, {}) if last else {}
    return {KEY: said} if said.get("set_here") else {}
