"""Let a database of the state fill in answers of a draft (điền sẵn từ cơ sở dữ liệu)."""

from __future__ import annotations

from datetime import datetime

from cuulong.core.parties.actions.consent import give_consent
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop
from cuulong.lib.lookups import CONSENT, Proof, Question
from cuulong.published.ports.lookups import lookups

from ...catalogue.rules import MayNotLookUp
from ..database_fill import CODE, filled, named_in, number_of, wording_of
from ..lookups import Whom
from ..models import Dossier, State
from .draft import save_answers

PURPOSE = "điền sẵn tờ khai"
BASIS = "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15: chủ thể dữ liệu đồng ý"


def fill_in(draft: Dossier, database: str, *, agreed: bool, acting: Acting, at: datetime) -> Proof:
    """Ask one database, on consent, for the fields that the form names and no more (điền sẵn từ cơ sở dữ liệu).

    Typed answers stay. Outside any transaction: the other house may take seconds. Raises MayNotLookUp, InputError.
    """
    form = draft.version.form.shape
    fields = named_in(form).get(database)
    source = next((one for one in lookups().sources() if one.key == database), None)
    whom = Whom.of(draft)
    about = number_of(whom, source) if source else ""
    if not fields or source is None or draft.state != State.DRAFT or not about or whom.person is None:
        raise MayNotLookUp("no_fill", gettext_noop("Không điền sẵn được từ nguồn này. Trả lời câu hỏi như thường."))
    if not agreed:
        raise MayNotLookUp("not_agreed", gettext_noop("Đánh dấu đồng ý trước khi lấy dữ liệu."))
    consent = give_consent(whom.person, f"prefill-{database}"[:60], wording_of(source), acting=acting, at=at)
    parties = [whom.person.ref] + ([whom.business.ref] if whom.business else [])
    question = Question(
        subject=draft.ref,
        code=CODE,
        database=database,
        about=about,
        purpose=PURPOSE,
        basis=BASIS,
        ground=CONSENT,
        fields=tuple(key for key in source.fields if key in fields),
        parties=parties,
        consent=consent.uuid,
    )
    proof = lookups().ask(question, acting=acting, at=at)
    if proof.answers:
        draft.refresh_from_db(fields=["answers", "revision"])
        answers = filled(form, fields, proof, draft.answers)
        if answers != draft.answers:
            save_answers(draft, form.filled(answers, form.hidden(answers)), revision=draft.revision)
    return proof
