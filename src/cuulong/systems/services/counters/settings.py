"""What the province sets for its counters (thiết lập của quầy)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from cuulong.lib.province import Province


@cache
def _of(folder: Path, part: str) -> dict[str, Any]:
    found: dict[str, Any] = Province(folder).settings.get(part, {})
    return found


def queue() -> dict[str, Any]:
    """Groups that go first and how many of them in a row (thứ tự ưu tiên)."""
    return _of(Path(settings.PROVINCE_DIR), "queue")


def priority_groups(language: str = "vi") -> dict[str, str]:
    """The key and name of each group that goes first by law (đối tượng ưu tiên)."""
    name = "name_en" if language == "en" else "name"
    return {one["key"]: one.get(name, one["name"]) for one in queue().get("priority", ())}


def paper_forms() -> dict[str, Any]:
    """How far back a paper form may be typed in (nhập lại phiếu giấy)."""
    return _of(Path(settings.PROVINCE_DIR), "paper_forms")
