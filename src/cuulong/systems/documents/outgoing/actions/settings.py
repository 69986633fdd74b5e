"""What the head of a body decided on numbers, and who may send to whom (quy định đánh số, gửi văn bản)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.spans import to_range
from cuulong.lib.dates import DateRange
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean

from ...records.models import Numbering
from ...records.rules import Refused
from ..models import SendingRule

RIGHT = "documents.settings"


@transaction.atomic
def decide_numbering(
    agency: Agency, *, abbreviation: str, shared: Sequence[str], first: date, basis: str, acting: Acting
) -> Numbering:
    """From `first` on an agency numbers so; what held before ends the day before (quy định đánh số). Raises Refused.

    `shared`: the kinds of the common series; none at all means every kind.
    """
    acting.require(RIGHT, agency)
    word = "".join(abbreviation.split()).upper()[:20]
    if not word:
        raise Refused("abbreviation", gettext_noop("Ghi chữ viết tắt của cơ quan, ví dụ UBND."))
    rows = Numbering.objects.select_for_update().filter(agency=agency)
    if rows.filter(valid__startswith__gte=first).exists():
        raise Refused("later_numbering", gettext_noop("Đã có quy định bắt đầu từ ngày này trở đi. Chọn ngày sau đó."))
    for before in rows.filter(valid__contains=first):
        before.valid = to_range(DateRange(before.valid.lower, first))
        before.save(update_fields=["valid"])
    made = Numbering.objects.create(
        agency=agency,
        abbreviation=word,
        shared=list(shared),
        valid=to_range(DateRange(first, None)),
        basis=clean(basis)[:200],
    )
    record(acting, "documents.numbering_decided", made, agency, abbreviation=word)
    return made


@transaction.atomic
def add_sending_rule(rule: SendingRule, *, acting: Acting) -> SendingRule:
    """A rule of sending from a day on (thêm quy định gửi). Raises Refused without a reason."""
    acting.require("documents.sending_rules")
    rule.reason = clean(rule.reason)[:200]
    if not rule.reason:
        raise Refused("rule_reason", gettext_noop("Ghi căn cứ của quy định gửi văn bản."))
    if rule.valid_to is not None and rule.valid_to <= rule.valid_from:
        raise Refused("rule_days", gettext_noop("Ngày thôi áp dụng phải sau ngày bắt đầu."))
    rule.save()
    record(acting, "documents.sending_rule_added", rule, reason=rule.reason)
    return rule


@transaction.atomic
def end_sending_rule(rule: SendingRule, day: date, *, acting: Acting) -> SendingRule:
    """A rule holds no longer from `day` on (thôi áp dụng quy định gửi). Raises Refused."""
    acting.require("documents.sending_rules")
    rule = SendingRule.objects.select_for_update().get(pk=rule.pk)
    if rule.valid_to is not None and rule.valid_to <= day:
        raise Refused("rule_over", gettext_noop("Quy định này đã thôi áp dụng rồi."))
    rule.valid_to = max(day, rule.valid_from)
    rule.save(update_fields=["valid_to"])
    record(acting, "documents.sending_rule_ended", rule, reason=rule.reason)
    return rule
