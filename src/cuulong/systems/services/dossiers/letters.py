"""The letter that answers a dossier: what it says and who signs it (văn bản trả kết quả)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cuulong.core.eforms.communes import communes
from cuulong.core.eforms.models import FormVersion
from cuulong.core.eforms.rendering import words_of
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Appointment
from cuulong.lib.dates import short_date
from cuulong.lib.errors import gettext_noop
from cuulong.published.ports.results import Draft, Result, results

from .models import Dossier
from .rules import Refused

# What stands in the number of a result that is none of the 29 kinds of NĐ 30/2020; a custom, so a province may differ.
NOTATIONS = {"permit": "GP", "certificate": "GCN", "copy": "BS", "certified_copy": "CT", "notice": "TB"}


def draft_letter(dossier: Dossier, *, reason: str = "", acting: Acting, signer: Appointment | None = None) -> Result:
    """Typeset the answer in the name of `signer`, by default whoever signs for the competent agency today.

    Raises Refused when nobody signs there.
    """
    agency = dossier.competent_agency
    assert agency is not None
    signer = signer or signers(dossier).first()
    if signer is None:
        raise Refused(
            "no_signer", gettext_noop("Chưa có lãnh đạo nào được phân công ký ở %(agency)s."), agency=agency.name
        )
    result = dossier.version.rules.result
    title = result["refusal_name"] if dossier.refused else result["name"]
    return results().draft(
        Draft(
            subject=dossier.ref,
            agency=agency.ref,
            template="refusal" if dossier.refused else result.get("template", "notice"),
            document_type="TB" if dossier.refused else result.get("document_type") or NOTATIONS[result["kind"]],
            title=title,
            recipient=dossier.receiver_name,
            holder=dossier.receiver_name,
            data=_content(dossier, reason),
            signer_capacity=_capacity(signer),
            signer_position=signer.position,
            signer_name=signer.account.full_name,
        ),
        acting=acting,
    )


def signers(dossier: Dossier) -> Any:
    """Who may sign for the competent agency today (lãnh đạo ký)."""
    return (
        Appointment.objects.filter(agency=dossier.competent_agency, role="signer", valid__contains=timezone.localdate())
        .select_related("account", "agency")
        .order_by("pk")
    )


def signer_of(dossier: Dossier, acting: Acting) -> Appointment | None:
    """The appointment in which this person signs: their own, or the one lent to them."""
    mine: Appointment | None = signers(dossier).filter(account=acting.account).first()
    if mine is not None:
        return mine
    lent = acting.behalf_for("services.dossier.sign", dossier.competent_agency_id or 0)
    theirs: Appointment | None = signers(dossier).filter(account__uuid=lent.uuid).first() if lent else None
    return theirs


def _capacity(signer: Appointment) -> str:
    """TM. before a collective body's head, nothing before a head who signs for an agency of one leader (thể thức ký)."""
    collective = signer.agency.kind in ("commune", "province", "district")
    return f"TM. {signer.agency.name}" if collective else ""


def _content(dossier: Dossier, reason: str) -> dict[str, Any]:
    """The facts of the letter: answers in the form's own words, the code and date of the dossier."""
    return {
        "code": dossier.code,
        "procedure": dossier.version.name,
        "filed_on": short_date(timezone.localtime(dossier.filed_at).date()) if dossier.filed_at else "",
        "facts": _facts(dossier.version.form, dossier.answers),
        "reason": reason,
        "legal_basis": [
            f"{b['title']} ({b['number']})" if b.get("number") else b["title"]
            for b in dossier.version.rules.raw.get("legal_basis", ())
        ],
        "validity": _validity(dossier),
    }


def _facts(form: FormVersion, answers: dict[str, Any]) -> list[list[str]]:
    """The answers in the form's own Vietnamese words; lists of like answers stay with the dossier."""
    names = dict(communes())
    asked = form.shape.prune(answers)
    found = [
        [field.title("vi"), words_of(field, asked.get(path), "vi", names)]
        for path, field in form.shape.fields.items()
        if field.kind != "list" and path in asked
    ]
    return [fact for fact in found if fact[1]]


def _validity(dossier: Dossier) -> str:
    rule = dossier.version.rules.result.get("validity") or {}
    if "years" in rule:
        return f"{rule['years']} năm kể từ ngày ký"
    if "months" in rule:
        return f"{rule['months']} tháng kể từ ngày ký"
    if "field" in rule:
        return str(dossier.answers.get(rule["field"], ""))
    return ""
