"""The pages of filing in their order: who, the form's own, papers, money, review (các bước nộp hồ sơ)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..catalogue.rules import papers_wanted
from .charges import fees_of
from .models import Dossier

# Steps of forms bear keys of their own, which must be none of these.
CONTACT, PAPERS, FEES, SIGNERS, REVIEW = HOUSE_PAGES = ("lien-he", "dinh-kem", "le-phi", "cung-nop", "xem-lai")


@dataclass(frozen=True)
class Page:
    """One page. `kind`: contact, form, papers, fees, signers or review."""

    key: str
    kind: str
    title: str


def pages_of(draft: Dossier) -> list[Page]:
    """The pages this case needs; answers open and close some (các bước cần khai)."""
    language = get_language() or "vi"
    answers = draft.answers | {"channel": draft.channel}
    form = draft.version.form.shape
    pages = [Page(CONTACT, "contact", _("Liên hệ"))]
    pages += [Page(step.key, "form", step.title(language)) for step in form.shown_steps(draft.answers)]
    if papers_wanted(draft.version.rules, answers):
        pages.append(Page(PAPERS, "papers", _("Giấy tờ kèm theo")))
    if any(fee.amount for fee in fees_of(draft, "at_filing")):
        pages.append(Page(FEES, "fees", _("Phí, lệ phí")))
    if draft.version.rules.most_co_signers:
        pages.append(Page(SIGNERS, "signers", _("Người cùng nộp")))
    return [*pages, Page(REVIEW, "review", _("Xem lại và nộp"))]
