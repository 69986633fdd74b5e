"""Ask a database instead of the person for a paper, and put the proof in its place (tra cứu thay giấy tờ)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cuulong.core.parties.actions.consent import give_consent
from cuulong.core.parties.models import Citizen
from cuulong.core.parties.queries import citizen_by_number
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.facts import Ref
from cuulong.lib.lookups import CONSENT, Proof, Question
from cuulong.published.ports.lookups import lookups

from ...catalogue.definition import PaperRule
from ...catalogue.models import ProcedureVersion
from ...catalogue.rules import MayNotLookUp, about_of, must_be_lawful
from ..lookups import wording_of
from ..models import Dossier, Paper
from ..models.paper import PaperSource
from ..rules import ENDED_STATES
from .move import locked


def look_up(
    subject: Ref,
    version: ProcedureVersion,
    key: str,
    *,
    answers: Mapping[str, Any],
    citizen: Citizen | None,
    agreed: bool,
    acting: Acting,
    at: datetime,
) -> Proof:
    """Ask for the data that a paper would tell, on consent or duty (tra cứu).

    Outside any transaction: the other house may take seconds. Raises MayNotLookUp, InputError.
    """
    paper = next((p for p in version.rules.papers if p.key == key), None)
    if paper is None or paper.lookup is None or citizen is None:
        raise MayNotLookUp("no_lookup", gettext_noop("Giấy tờ này không tra cứu được, cần nộp bản giấy hoặc tệp."))
    rule, own = paper.lookup, citizen.cccd or ""
    about = about_of(rule, answers, own)
    must_be_lawful(rule, about, own, agreed=agreed)
    consent = None
    if rule.ground == CONSENT:
        purpose = f"{paper.replaced_by}-{version.procedure.code}".replace(".", "-")[:60]
        consent = give_consent(citizen, purpose, wording_of(version, paper), acting=acting, at=at).uuid
    question = Question(
        subject=subject,
        code=key,
        database=paper.replaced_by,
        about=about,
        purpose=rule.purpose,
        basis=rule.basis,
        ground=rule.ground,
        fields=tuple(rule.fields),
        parties=_parties(citizen, about, own),
        consent=consent,
    )
    return lookups().ask(question, acting=acting, at=at)


def _parties(citizen: Citizen, about: str, own: str) -> list[Ref]:
    """In whose access logs it stands: of the person it is about, and of the one who files."""
    other = None
    if about != own:
        try:
            other = citizen_by_number(about)
        except InputError as error:
            raise MayNotLookUp(error.code, error.message, **error.params) from error
    return [citizen.ref, *([other.ref] if other else [])]


def look_up_for(dossier: Dossier, key: str, *, agreed: bool, acting: Acting, at: datetime) -> Proof:
    """Look a paper of this draft or dossier up; what was found takes its place (tra cứu thay). Raises InputError."""
    proof = look_up(
        dossier.ref,
        dossier.version,
        key,
        answers=dossier.answers,
        citizen=None if dossier.representation else dossier.citizen,  # one consents for oneself alone
        agreed=agreed,
        acting=acting,
        at=at,
    )
    if proof.found:
        put_in_place(dossier, proof)
    return proof


@transaction.atomic
def put_in_place(dossier: Dossier, proof: Proof) -> Paper | None:
    """Let a proof stand in for its paper; a paper that was given stays, an ended dossier too (thay giấy tờ).

    Safe to repeat. None when nothing was put.
    """
    dossier = locked(dossier)
    paper = next((p for p in dossier.version.rules.papers if p.key == proof.code), None)
    if paper is None or paper.lookup is None or not proof.found or dossier.state in ENDED_STATES:
        return None
    own = (dossier.citizen.cccd or "") if dossier.citizen else ""
    if about_of(paper.lookup, dossier.answers, own) != proof.about:
        return None
    if dossier.papers.filter(key=proof.code, replaced=False).exists():
        return None
    return Paper.objects.create(dossier=dossier, **proof_fields(proof))


def proof_fields(proof: Proof) -> dict[str, Any]:
    """A proof as the paper it stands in for (giấy tờ được thay)."""
    return {"key": proof.code, "source": PaperSource.LOOKUP, "proof": proof.uuid}


def current_proofs(
    proofs: Iterable[Proof], papers: Iterable[PaperRule], answers: Mapping[str, Any], own: str
) -> dict[str, Proof]:
    """The newest look-up of each paper that is about the person it is about now (kết quả tra cứu hiện có)."""
    about = {p.key: about_of(p.lookup, answers, own) for p in papers if p.lookup}
    return {one.code: one for one in proofs if about.get(one.code) == one.about}
