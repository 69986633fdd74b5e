"""A procedure's definition as typed values; the table itself is described in provinces/README.md (nội dung thủ tục)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Condition = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class LookupRule:
    """How the database named by `replaced_by` is asked instead of the paper (tra cứu thay giấy tờ).

    `ground`: consent or duty; `about`: the answer with the identity number, empty: whoever files; `fields`: what is
    asked for, no more than the case needs.
    """

    purpose: str
    basis: str
    fields: Sequence[str]
    ground: str = "consent"
    purpose_en: str = ""
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperRule:
    """One paper of the dossier (thành phần hồ sơ). `required`: always, when or optional.

    `is_form`: the application itself, which the answers are when filed online. `replaced_by` names a database; with
    `lookup` it is asked when filing, without it officials look the paper up themselves. `valid_months`: how long it may
    be used again after it was given; 0: no end is known.
    """

    key: str
    name: str
    name_en: str = ""
    copy_kind: str = "copy"
    quantity: int = 1
    required: str = "always"
    when: Condition | None = None
    submit: str = "hand_in"
    replaced_by: str = ""
    lookup: LookupRule | None = None
    is_form: bool = False
    hint: str = ""
    hint_en: str = ""
    valid_months: int = 0
    certainty: str = "assumed"


@dataclass(frozen=True, kw_only=True)
class LimitRule:
    """A time limit for a case (thời hạn giải quyết). `unit`: working_day, calendar_day or working_hour."""

    amount: int
    unit: str
    when: Condition | None = None
    same_day: bool = False
    label: str = ""
    label_en: str = ""
    certainty: str = "assumed"


@dataclass(frozen=True, kw_only=True)
class FeeRule:
    """A fee, how it is counted and when it falls due (phí, lệ phí). `due`: at_filing, at_intake or at_result.

    `exempt`: cases {when, reason} that pay nothing; `reduce`: cases {when, reason, percent or amount} that pay less.
    """

    key: str
    name: str
    name_en: str = ""
    kind: str = "charge"
    rule: Mapping[str, Any] = field(default_factory=lambda: {"type": "free"})
    when: Condition | None = None
    exempt: Sequence[Mapping[str, Any]] = ()
    reduce: Sequence[Mapping[str, Any]] = ()
    due: str = "at_filing"
    refundable: bool = True
    legal_basis: str = ""
    certainty: str = "assumed"


@dataclass(frozen=True, kw_only=True)
class CompetentRule:
    """Who decides in a case (cơ quan có thẩm quyền giải quyết)."""

    level: str
    when: Condition | None = None
    agency: str = ""
    room: str = ""
    division: str = ""
    area_field: str = ""
    why: str = ""
    why_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Definition:
    """All a procedure version says (nội dung thủ tục hành chính)."""

    raw: Mapping[str, Any]
    papers: tuple[PaperRule, ...]
    limits: tuple[LimitRule, ...]
    fees: tuple[FeeRule, ...]
    competent: tuple[CompetentRule, ...]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Definition:
        """Raises TypeError when a table has a column that README.md does not know."""
        return cls(
            raw=raw,
            papers=tuple(_paper(row) for row in raw.get("papers", ())),
            limits=tuple(LimitRule(**row) for row in raw.get("time_limits", ())),
            fees=tuple(FeeRule(**row) for row in raw.get("fees", ())),
            competent=tuple(CompetentRule(**row) for row in raw.get("competent", ())),
        )

    @property
    def channels(self) -> Mapping[str, Any]:
        channels: Mapping[str, Any] = self.raw["channels"]
        return channels

    @property
    def intake(self) -> Mapping[str, Any]:
        intake: Mapping[str, Any] = self.raw["intake"]
        return intake

    @property
    def result(self) -> Mapping[str, Any]:
        result: Mapping[str, Any] = self.raw["result"]
        return result

    @property
    def result_ways(self) -> Sequence[str]:
        """How results are given: screen, counter, post; all where the table does not say (cách trả kết quả)."""
        return tuple(self.result.get("ways", ())) or ("screen", "counter", "post")

    @property
    def withdrawal_wants_agreement(self) -> bool:
        """Whether an official has to agree once the dossier was accepted (rút hồ sơ phải được đồng ý)."""
        return bool(self.raw.get("withdrawal", {}).get("agreement"))

    @property
    def most_co_signers(self) -> int:
        """How many people may file together with whoever files; 0: nobody (số người cùng nộp)."""
        return int(self.raw.get("co_signers", {}).get("most", 0))

    def text(self, key: str, language: str) -> str:
        """A text of the top level in the language, Vietnamese where no other is there."""
        return (self.raw.get(f"{key}_en") if language == "en" else "") or self.raw.get(key, "")

    def register_name(self, key: str, language: str) -> str:
        """What a database named by `replaced_by` is called (tên cơ sở dữ liệu)."""
        row: Mapping[str, str] = next((one for one in self.raw.get("registers", ()) if one["key"] == key), {})
        return (row.get("name_en") if language == "en" else "") or row.get("name", key)


def _paper(row: Mapping[str, Any]) -> PaperRule:
    asked = row.get("lookup")
    return PaperRule(**{**row, "lookup": LookupRule(**asked) if asked and row.get("replaced_by") else None})
