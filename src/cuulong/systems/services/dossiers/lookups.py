"""What people read about looking a paper up: before, and after each kind of answer (lời về tra cứu)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cuulong.lib.lookups import CONSENT, Outcome, Proof

from ..catalogue.definition import PaperRule
from ..catalogue.models import ProcedureVersion

LOOK, AGREE, LOOKED = "look_up_paper", "agree", "looked"  # names of the form's button and fields


def wording_of(version: ProcedureVersion, paper: PaperRule) -> str:
    """What somebody agrees to, as they read it (nội dung đồng ý)."""
    assert paper.lookup is not None
    language = (get_language() or "vi")[:2]
    return _("Tôi đồng ý để cơ quan giải quyết tra cứu dữ liệu của tôi trong %(database)s để %(purpose)s.") % {
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
