"""What a dossier obeys, made of a published listing and a few decisions; pure (mở nhận hồ sơ)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.vietnamese import fold

LIMIT_UNITS = ("working_day", "calendar_day", "working_hour")


class NotReady(InputError):
    """The procedure cannot take dossiers as it stands (chưa mở nhận hồ sơ được)."""


@dataclass(frozen=True, kw_only=True)
class Decisions:
    """What the listing does not say and a dossier needs (lựa chọn khi mở nhận hồ sơ).

    `agency`: slug of the provincial body that decides, empty for the commune; `area_field`: the question that names
    the commune, empty for the counter's own; `quantity_field`: the question a fee by the piece is multiplied by.
    """

    online: bool
    post: bool
    agency: str = ""
    division: str = ""
    room: str = ""
    area_field: str = ""
    fee_due: str = "at_filing"
    quantity_field: str = ""
    result_kind: str = "notice"
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class Described:
    """What the published listing says (nội dung công bố)."""

    code: str
    slug: str
    name: str
    decision: str
    sector: str
    topics: tuple[str, ...]
    levels: tuple[str, ...]
    service_level: int | None
    scope: str
    content: Mapping[str, Any]


def definition_of(described: Described, decided: Decisions, process: Mapping[str, Any]) -> dict[str, Any]:
    """The table of provinces/README.md (nội dung thủ tục). Raises NotReady with what stands in the way."""
    content = described.content
    if decided.online and (described.service_level or 0) < 3:
        raise NotReady("level", gettext_noop("Mức độ 1 và 2 không nhận hồ sơ trực tuyến. Bỏ chọn hoặc sửa mức độ."))
    result = next(iter(content.get("result", ())), "") or described.name
    refused = {"refusal_name": f"Thông báo về việc không giải quyết: {described.name}", "refusal_name_en": ""}
    return {
        "opened_here": True,
        "code": described.code,
        "slug": described.slug,
        "name": described.name,
        "official_name": described.name,
        "decision": described.decision,
        "sector_name": described.sector,
        "topics": list(described.topics),
        "levels": list(described.levels),
        "summary": decided.summary,
        "conditions": content.get("conditions", ""),
        "channels": {
            "online": decided.online,
            "counter": True,
            "post": decided.post,
            "legacy_level": described.service_level,
            "online_scope": described.scope,
        },
        "intake": {"kinds": ["centre" if decided.agency else "commune"], "any_centre": True, "queue": False},
        "competent": [_competent(decided)],
        "legal_basis": [{"number": b.get("number", ""), "title": b.get("title", "")} for b in content.get("legal", ())],
        "papers": list(_papers(content.get("papers", ()))),
        "time_limits": list(_limits(content)),
        "fees": list(_fees(content, decided)),
        "result": {"name": result, "kind": decided.result_kind, "document_type": ""} | refused,
        "process": dict(process),
    }


def decisions_in(definition: Mapping[str, Any]) -> Decisions:
    """What a definition decides, to begin a new choice with; of several cases the last, which is the general one."""
    competent: Mapping[str, Any] = next(reversed(definition["competent"]), {})
    fees = definition.get("fees", ())
    return Decisions(
        online=definition["channels"]["online"],
        post=bool(definition["channels"].get("post")),
        agency=competent.get("agency", ""),
        division=competent.get("division", ""),
        room=competent.get("room", ""),
        area_field=competent.get("area_field", ""),
        fee_due=next((fee["due"] for fee in fees if "due" in fee), "at_filing"),
        quantity_field=next(filter(None, (fee.get("rule", {}).get("quantity_field") for fee in fees)), ""),
        result_kind=definition["result"]["kind"],
        summary=definition.get("summary", ""),
    )


def _competent(decided: Decisions) -> dict[str, Any]:
    if decided.agency:
        return {"level": "province", "agency": decided.agency, "division": decided.division}
    return {"level": "commune", "room": decided.room, "area_field": decided.area_field}


def _papers(rows: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    taken: set[str] = set()
    for n, row in enumerate(rows, start=1):
        key = slugify(fold(row["name"]))[:40].strip("-") or f"giay-to-{n}"
        while key in taken:
            key = f"{key[:36]}-{n}"
        taken.add(key)
        copies = int(row.get("copies") or 0)
        yield {
            "key": key,
            "name": row["name"],
            "copy_kind": "original" if row.get("originals") and not copies else "copy",
            "quantity": int(row.get("originals") or copies or 1),
            # The case is told in words that no condition can judge: the officer at the counter does.
            "required": "optional" if row.get("case") else "always",
            "hint": row.get("case", ""),
        }


def _limits(content: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    limits = content.get("limits", {})
    if not any(limits.values()):
        raise NotReady("no_limit", gettext_noop("Chưa có thời hạn: không hẹn được ngày trả. Ghi thời hạn đã cam kết."))
    # The first row that fits a case counts: those of one channel stand before those of all.
    for channel, rows in sorted(limits.items(), key=lambda one: one[0] == "all"):
        for row in rows[:1]:
            if row.get("unit") not in LIMIT_UNITS:
                raise NotReady("months", gettext_noop("Ghi thời hạn theo ngày hoặc giờ để tính được ngày hẹn trả."))
            rule = {"amount": row["amount"], "unit": row["unit"], "label": row.get("note", "")}
            yield rule | _when(channel)


def _fees(content: Mapping[str, Any], decided: Decisions) -> Iterable[dict[str, Any]]:
    for channel, rows in content.get("fees", {}).items():
        for n, row in enumerate(rows, start=1):
            note, exempt = row.get("note", ""), row.get("exempt", "")
            yield {
                "key": f"{channel}-{n}",
                "name": f"{note or 'Lệ phí'} (miễn, giảm: {exempt})" if exempt else note or "Lệ phí",
                "rule": _fee_rule(row, decided),
                "due": decided.fee_due,
            } | _when(channel)


def _fee_rule(row: Mapping[str, Any], decided: Decisions) -> dict[str, Any]:
    kind = row.get("kind")
    if kind == "each" and not decided.quantity_field:
        raise NotReady("quantity", gettext_noop("Phí tính theo số lượng: chọn câu hỏi cho biết số lượng."))
    if kind == "table":
        raise NotReady("fee_table", gettext_noop("Phí theo biểu chưa tính tự động được. Ghi từng khoản có số tiền."))
    if kind == "each":
        return {"type": "per_unit", "amount": row["amount"], "quantity_field": decided.quantity_field}
    return {"type": "flat", "amount": row["amount"]} if kind == "flat" else {"type": "free"}


def _when(channel: str) -> dict[str, Any]:
    return {} if channel == "all" else {"when": {"field": "channel", "op": "equals", "value": channel}}
