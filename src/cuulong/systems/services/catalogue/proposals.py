"""From what a file says to a proposed listing; pure (đề xuất nội dung công bố)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cuulong.lib.vietnamese import fold

from .national.rows import Finding

Fields = Mapping[str, Any]

# Which attributes of a listing a field of the source proposes; the rest of the fields go into `content`.
COLUMNS = {
    "name": ("name",),
    "decision": ("decision",),
    "ministry": ("ministry", "national_system"),
    "sector": ("national_system",),
    "levels": ("levels",),
    "online": ("service_level", "scope"),
    "post": ("by_post",),
}
CONTENT = ("limits", "fees", "papers", "steps", "conditions", "legal", "result", "subjects", "kind", "performing",
           "deciding", "url")  # fmt: skip
COUNTS = ("cases", "paper_count", "basis_count")  # of the short list: known, not shown as content
FIELD_OF_DOUBT = {"time": "limits", "fee": "fees", "online": "online", "level": "levels", "performing": "performing",
                  "deciding": "deciding", "sector": "sector", "kind": "kind", "channel": "limits", "flag": "online",
                  "result": "result", "name": "name", "decision": "decision", "ministry": "ministry"}  # fmt: skip
# Settled by whoever confirms; other findings concern the file, not what is promised.
DOUBTS = ("time_", "fee_", "online_", "level_", "flag_", "channel_")
# Facts §11: civil status, household business and the police work in national systems; an officer may say otherwise.
BY_SECTOR = {
    "ho tich": "Hệ thống đăng ký và quản lý hộ tịch",
    "thanh lap va hoat dong cua ho kinh doanh": "Hệ thống đăng ký hộ kinh doanh",
    "thanh lap va hoat dong ho kinh doanh": "Hệ thống đăng ký hộ kinh doanh",
}
BY_MINISTRY = {"bo cong an": "Cổng dịch vụ công của Bộ Công an"}
LOCAL = ("province", "commune")


def proposed(fields: Fields) -> dict[str, Any]:
    """Attributes of a listing: an online service is proposed as level 3, partly online, until somebody looks."""
    online = fields.get("online")
    return {
        "name": fields["name"],
        "decision": fields.get("decision", "")[:100],
        "ministry": fields.get("ministry", "")[:200],
        "levels": list(fields.get("levels", ())),
        "service_level": None if online is None else 3 if online else 2,
        "scope": "" if online is None else "partial" if online else "none",
        "by_post": fields.get("post"),
        "national_system": _national_system(fields),
        "content": {key: fields[key] for key in CONTENT if fields.get(key)},
    }


def doubts(findings: Iterable[Finding], fields: Fields) -> list[str]:
    """Kinds of findings that stand between a proposal and its confirmation (điểm chưa chắc)."""
    kinds = {finding.kind for finding in findings if finding.kind.startswith(DOUBTS)}
    if fields.get("online"):
        kinds.add("online_scope")
    if "levels" not in fields:
        kinds.add("level_blank")
    return sorted(kinds)


def still_doubted(before: Iterable[str], now: Iterable[str], changed: Iterable[str]) -> list[str]:
    """Old doubts but for those of fields that changed, and the new ones of these."""
    touched = set(changed)

    def concerns(kind: str) -> bool:
        return FIELD_OF_DOUBT.get(kind.partition("_")[0], "") in touched

    return sorted({kind for kind in before if not concerns(kind)} | {kind for kind in now if concerns(kind)})


def competences(fields: Fields, agencies: Mapping[str, int]) -> list[tuple[str, str, int | None]]:
    """Who receives, processes, decides, as far as the source tells: (duty, level, agency) (thẩm quyền đề xuất).

    `agencies`: folded names of the province's own bodies. Any centre takes in for any competent agency (NĐ 118/2025).
    """
    levels = list(fields.get("levels", ()))
    found: set[tuple[str, str, int | None]] = {("receive", level, None) for level in LOCAL if level in levels}
    found |= _who("process", fields.get("performing", ""), levels, agencies)
    found |= _who("decide", fields.get("deciding", ""), levels, agencies)
    return sorted(found, key=str)


def _who(duty: str, written: str, levels: list[str], agencies: Mapping[str, int]) -> set[tuple[str, str, int | None]]:
    text = fold(written)
    named = [key for name, key in agencies.items() if name in text] if text else []
    if named:
        rest = {(duty, level, None) for level in levels if level != "province"}
        return {(duty, "province", key) for key in named} | rest
    told = [level for level, words in SAYS_LEVEL.items() if any(word in text for word in words)] if text else []
    return {(duty, level, None) for level in (told if duty == "decide" and told else levels)}


SAYS_LEVEL = {
    "ministry": ("bo ", "thu tuong", "ngan hang nha nuoc viet nam"),
    "province": ("cap tinh", "uy ban nhan dan tinh"),
    "commune": ("cap xa",),
}


def _national_system(fields: Fields) -> str:
    by_sector = BY_SECTOR.get(fold(fields.get("sector", "")))
    return by_sector or BY_MINISTRY.get(fold(fields.get("ministry", "")), "")
