"""What people read about looking a paper up: before, and after each kind of answer (lời về tra cứu)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, Self

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cuulong.core.parties.models import Business, Citizen, Representation
from cuulong.lib.lookups import BUSINESS, CONSENT, Outcome, Proof

from ..catalogue.definition import LookupRule, PaperRule
from ..catalogue.models import ProcedureVersion


class Filed(Protocol):
    """A dossier, or somebody about to file one."""

    @property
    def citizen(self) -> Citizen | None: ...

    @property
    def business(self) -> Business | None: ...

    @property
    def representation(self) -> Representation | None: ...


@dataclass(frozen=True)
class Whom:
    """For whom databases are asked: the person who agrees, the business that files (tra cứu cho ai).

    `represented`: the person files for another, and consents for nobody but oneself and the business one speaks for.
    """

    person: Citizen | None = None
    business: Business | None = None
    represented: bool = False

    @classmethod
    def of(cls, filed: Filed) -> Self:
        spoken = filed.representation
        if spoken is None:
            return cls(filed.citizen, filed.business)
        return cls(spoken.representative, filed.business, True)

    def may(self, rule: LookupRule) -> bool:
        """Whether there is somebody whom this look-up could be about."""
        if rule.subject != BUSINESS:
            return self.person is not None and not self.represented
        if rule.ground == CONSENT:
            return self.business is not None and self.person is not None
        return self.business is not None or (bool(rule.about) and self.person is not None)

    def number(self, rule: LookupRule) -> str:
        """The own number that the database knows: of the person, or of the business."""
        if rule.subject == BUSINESS:
            return self.business.tax_code if self.business else ""
        return (self.person.cccd or "") if self.person and not self.represented else ""


LOOK, AGREE, LOOKED = "look_up_paper", "agree", "looked"  # names of the form's button and fields


def wording_of(version: ProcedureVersion, paper: PaperRule) -> str:
    """What somebody agrees to, as they read it (nội dung đồng ý)."""
    assert paper.lookup is not None
    language = (get_language() or "vi")[:2]
    sentence = _("Tôi đồng ý để cơ quan giải quyết tra cứu dữ liệu của tôi trong %(database)s để %(purpose)s.")
    if paper.lookup.subject == BUSINESS:
        sentence = _("Tôi đồng ý để cơ quan giải quyết tra cứu dữ liệu của cơ sở trong %(database)s để %(purpose)s.")
    return sentence % {
        "database": version.rules.register_name(paper.replaced_by, language),
        "purpose": (language == "en" and paper.lookup.purpose_en) or paper.lookup.purpose,
    }


def offer_of(version: ProcedureVersion, paper: PaperRule, proof: Proof | None = None, why: str = "") -> dict[str, Any]:
    """The look-up as a form offers it; `proof`: what came of it; `why`: the reason it was refused (đề nghị tra cứu)."""
    assert paper.lookup is not None
    language = (get_language() or "vi")[:2]
    failed = proof is not None and not proof.found
    return {
        "database": version.rules.register_name(paper.replaced_by, language),
        "purpose": (language == "en" and paper.lookup.purpose_en) or paper.lookup.purpose,
        "basis": paper.lookup.basis,
        "needs_consent": paper.lookup.ground == CONSENT,
        "consent": wording_of(version, paper),
        "proof": proof,
        "found": proof is not None and proof.found,
        "failed": failed,
        "may_repeat": proof is not None and not proof.outcome.settled,
        "sentence": sentence_of(proof) if failed and proof is not None else "",
        "why": why,
    }


def sentence_of(proof: Proof) -> str:
    """Why the paper is asked for after all (lý do cần giấy tờ)."""
    language = (get_language() or "vi")[:2]
    if proof.limited:
        return _("Đã tra cứu nhiều lần. Ông/bà nộp giấy tờ, hoặc đợi rồi thử lại.")
    sentences = {
        Outcome.FOUND: _("Đã có dữ liệu trong %(database)s, không phải nộp giấy này."),
        Outcome.PARTIAL: _("Dữ liệu trong %(database)s còn thiếu. Ông/bà nộp giấy tờ này."),
        Outcome.ABSENT: _("Không có dữ liệu trong %(database)s. Ông/bà nộp giấy tờ này."),
        Outcome.DOWN: _(
            "Chưa kết nối được với %(database)s. Ông/bà nộp giấy tờ để không phải đợi; hệ thống tự tra cứu lại sau."
        ),
        Outcome.LATE: _(
            "%(database)s quá lâu chưa trả lời. Ông/bà nộp giấy tờ để không phải đợi; hệ thống tự tra cứu lại sau."
        ),
    }
    return sentences[proof.outcome] % {"database": proof.database_name_en if language == "en" else proof.database_name}


def outcome_word(outcome: Outcome) -> str:
    """An outcome in two or three words (kết quả tra cứu)."""
    words = {
        Outcome.FOUND: _("Có dữ liệu"),
        Outcome.PARTIAL: _("Thiếu dữ liệu"),
        Outcome.ABSENT: _("Không có dữ liệu"),
        Outcome.DOWN: _("Không kết nối được"),
        Outcome.LATE: _("Quá lâu chưa trả lời"),
    }
    return words[outcome]
