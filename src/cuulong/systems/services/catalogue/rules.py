"""What a procedure asks, costs and promises in one case; pure decisions (quy tắc thủ tục)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from cuulong.core.eforms.conditions import holds
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.money import format_dong
from cuulong.lib.working_time import TimeLimit, Unit

from .definition import CompetentRule, Definition, FeeRule, LimitRule, LookupRule, PaperRule

Answers = Mapping[str, Any]

UNITS = {"working_day": Unit.WORKING_DAYS, "calendar_day": Unit.CALENDAR_DAYS, "working_hour": Unit.WORKING_HOURS}


class MayNotLookUp(InputError):
    """A look-up lacks its lawful ground."""


class NoRule(InputError):
    """The definition says nothing for this case."""


def papers_wanted(definition: Definition, answers: Answers) -> list[PaperRule]:
    """The papers this case asks for, optional ones last (thành phần hồ sơ của trường hợp)."""
    possible = papers_possible(definition, answers.get("channel"))
    return [p for p in possible if p.required != "when" or holds(p.when, answers)]


def papers_possible(definition: Definition, channel: str | None) -> list[PaperRule]:
    """The papers that some case filed this way asks for, optional ones last (thành phần hồ sơ có thể cần).

    Online the answers are the application. A paper that is only shown and stands in a register is looked up there by
    officials, unless the database is asked when filing.
    """
    online = channel == "online"
    possible = [p for p in definition.papers if not (online and (p.is_form or _seen_by_officials(p)))]
    return sorted(possible, key=lambda p: p.required == "optional")


def _seen_by_officials(paper: PaperRule) -> bool:
    return paper.submit == "show" and bool(paper.replaced_by) and paper.lookup is None


def about_of(lookup: LookupRule, answers: Answers, own_number: str) -> str:
    """The identity number that the look-up is about; empty when nobody gave it yet (số định danh được tra cứu)."""
    return str(answers.get(lookup.about) or "").strip() if lookup.about else own_number


def must_be_lawful(lookup: LookupRule, about: str, own_number: str, *, agreed: bool) -> None:
    """Only on the person's own consent or a duty, and consent covers one's own data alone (căn cứ tra cứu).

    Raises MayNotLookUp.
    """
    if not about:
        raise MayNotLookUp("no_number", gettext_noop("Chưa có số căn cước để tra cứu."))
    if lookup.ground == "duty":
        return
    if about != own_number:
        raise MayNotLookUp("not_own", gettext_noop("Chỉ tra cứu được dữ liệu của chính người nộp."))
    if not agreed:
        raise MayNotLookUp("not_agreed", gettext_noop("Đánh dấu đồng ý trước khi tra cứu, hoặc nộp giấy tờ."))


def about_changed(definition: Definition, before: Answers, after: Answers) -> list[str]:
    """Papers whose look-up would now be about somebody else (giấy tờ phải tra cứu lại)."""
    asked = [(p.key, p.lookup.about) for p in definition.papers if p.lookup and p.lookup.about]
    return [key for key, field in asked if before.get(field) != after.get(field)]


def papers_missing(definition: Definition, answers: Answers, given: Sequence[str]) -> list[PaperRule]:
    """Papers that must come and have not (thành phần còn thiếu)."""
    return [p for p in papers_wanted(definition, answers) if p.required != "optional" and p.key not in given]


def result_until(definition: Definition, issued: date, answers: Answers) -> date | None:
    """The last day on which a result holds; None: no end is known (hiệu lực của kết quả)."""
    validity = definition.result.get("validity") or {}
    if validity.get("field"):
        try:
            return date.fromisoformat(str(answers.get(validity["field"], "")))
        except ValueError:
            return None
    months = int(validity.get("months", 0)) + 12 * int(validity.get("years", 0))
    return months_after(issued, months) if months else None


def paper_until(paper: PaperRule | None, given: date) -> date | None:
    """The last day on which a paper that was given may be used again; None: no end is known (hạn dùng lại giấy tờ)."""
    return months_after(given, paper.valid_months) if paper is not None and paper.valid_months else None


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month (sau số tháng)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def limit_rule(definition: Definition, answers: Answers) -> LimitRule:
    """The first time limit whose case holds. Raises NoRule."""
    for rule in definition.limits:
        if holds(rule.when, answers):
            return rule
    raise NoRule("no_time_limit", gettext_noop("Thủ tục này chưa có thời hạn giải quyết cho trường hợp đã khai."))


def time_limit(rule: LimitRule, cut_off: time) -> TimeLimit:
    """The rule as the working-time engine takes it; `cut_off`: filing later counts from the next working day."""
    if rule.same_day:
        return TimeLimit(1, Unit.SAME_DAY, cut_off)
    return TimeLimit(rule.amount, UNITS[rule.unit], cut_off)


def competent_rule(definition: Definition, answers: Answers) -> CompetentRule:
    """The first competence whose case holds. Raises NoRule."""
    for rule in definition.competent:
        if holds(rule.when, answers):
            return rule
    raise NoRule("no_competent_agency", gettext_noop("Chưa xác định được cơ quan giải quyết cho trường hợp đã khai."))


@dataclass(frozen=True)
class Fee:
    """What one fee rule comes to in a case, in đồng, and why (khoản phí, lệ phí).

    `cuts`: (amount, reason) of each reduction that holds, already taken off.
    """

    rule: FeeRule
    amount: int
    explanation: str
    params: Mapping[str, Any]
    cuts: tuple[tuple[int, str], ...] = ()


def fees(definition: Definition, answers: Answers, *, due: str | None = None) -> list[Fee]:
    """What the case costs; `due` keeps only fees of that moment (tính phí, lệ phí)."""
    return [
        _reduced(_fee(rule, answers), answers)
        for rule in definition.fees
        if holds(rule.when, answers) and (due is None or rule.due == due)
    ]


def _reduced(fee: Fee, answers: Answers) -> Fee:
    """Every reduction of the case taken off the full amount, never below nothing (giảm phí, lệ phí)."""
    left, cuts = fee.amount, []
    for one in fee.rule.reduce:
        if left and holds(one.get("when"), answers):
            cut = min(left, int(one.get("amount") or fee.amount * int(one["percent"]) // 100))
            left -= cut
            cuts.append((cut, str(one["reason"])))
    return replace(fee, amount=left, cuts=tuple(cuts))


def _fee(rule: FeeRule, answers: Answers) -> Fee:
    for exemption in rule.exempt:
        if holds(exemption["when"], answers):
            return Fee(rule, 0, gettext_noop("Được miễn: %(reason)s"), {"reason": exemption["reason"]})
    how = rule.rule
    match how["type"]:
        case "free":
            return Fee(rule, 0, gettext_noop("Không thu"), {})
        case "flat":
            return Fee(rule, int(how["amount"]), gettext_noop("Mức thu cố định"), {})
        case "per_unit":
            quantity = _count(answers, how["quantity_field"])
            return Fee(
                rule,
                int(how["amount"]) * quantity,
                gettext_noop("%(quantity)s × %(amount)s"),
                {"quantity": quantity, "amount": format_dong(int(how["amount"]))},
            )
        case "per_page":
            pages, copies = _count(answers, how["pages_field"]), _count(answers, how["copies_field"])
            one = _pages_cost(pages, how["steps"])
            capped = min(one, int(how["cap_per_copy"])) if how.get("cap_per_copy") else one
            return Fee(
                rule,
                capped * copies,
                gettext_noop("%(copies)s bản × %(amount)s (%(pages)s trang)"),
                {"copies": copies, "amount": format_dong(capped), "pages": pages},
            )
    raise NoRule("unknown_fee_rule", gettext_noop("Cách tính phí “%(type)s” chưa được hỗ trợ."), type=how["type"])


def _count(answers: Answers, field: str) -> int:
    value = answers.get(field)
    return value if isinstance(value, int) and value > 0 else 1


def _pages_cost(pages: int, steps: Sequence[Mapping[str, int]]) -> int:
    """Each page costs what the last step at or below it says."""
    total = 0
    for i, step in enumerate(steps):
        until = steps[i + 1]["from_page"] - 1 if i + 1 < len(steps) else pages
        total += max(0, min(pages, until) - step["from_page"] + 1) * step["amount"]
    return total
