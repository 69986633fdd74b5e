"""What a supplement asks again: its questions and papers open, all else stands as filed (nội dung yêu cầu bổ sung)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict

from cuulong.core.eforms.checking import FieldError
from cuulong.core.eforms.communes import communes
from cuulong.core.eforms.form import Field, FormStep
from cuulong.core.eforms.reading import read_step
from cuulong.core.eforms.rendering import render_step, words_of

from ..catalogue.rules import papers_wanted
from .models import Dossier, Supplement


def opened_of(asked: Supplement) -> frozenset[str]:
    """The questions that may be answered anew (câu hỏi được mở)."""
    return asked.dossier.version.form.shape.opened(asked.fields)


def answers_in(asked: Supplement) -> dict[str, Any]:
    """The answers as they would stand: typed ones where there are any, those filed otherwise."""
    answers: dict[str, Any] = asked.dossier.answers if asked.answers is None else asked.answers
    return answers


def open_papers(asked: Supplement) -> list[str]:
    """The papers that may be sent: those asked for, and those that changed answers call for (giấy tờ được mở)."""
    dossier = asked.dossier
    rules, channel = dossier.version.rules, {"channel": dossier.channel}
    before = {p.key for p in papers_wanted(rules, dossier.answers | channel)}
    after = [p.key for p in papers_wanted(rules, answers_in(asked) | channel)]
    return [*asked.papers, *(key for key in after if key not in before and key not in asked.papers)]


def all_given(dossier: Dossier) -> bool:
    """Whether everything an open request asked for has come, so that the answer can be sent (đã bổ sung đủ)."""
    asked = dossier.supplements.filter(answered_at=None).select_related("dossier").first()
    if asked is None or (asked.fields and asked.answers is None):
        return False
    fresh = dossier.papers.filter(replaced=False, added_at__gte=asked.requested_at).values_list("key", flat=True)
    return set(asked.papers) <= set(fresh)


def steps_of(dossier: Dossier, opened: frozenset[str]) -> list[FormStep]:
    """The pages of the form that hold a question asked again."""
    return [step for step in dossier.version.form.shape.steps if opened & {field.path for field in step.fields}]


def typed_in(dossier: Dossier, opened: frozenset[str], post: QueryDict) -> dict[str, Any]:
    """The filed answers with those typed for the opened questions; others that are posted are not looked at."""
    form = dossier.version.form
    typed: dict[str, Any] = {}
    for step in steps_of(dossier, opened):
        typed |= {key: value for key, value in read_step(form, step.key, post).items() if key in opened}
    return {key: value for key, value in dossier.answers.items() if key not in opened} | typed


def sections(
    dossier: Dossier, opened: frozenset[str], data: dict[str, Any], errors: Iterable[FieldError], language: str
) -> list[tuple[str, str]]:
    """(title, body) of each part of the form, with only the questions asked again."""
    form, wrong = dossier.version.form, list(errors)
    return [
        (step.title(language), render_step(form, step.key, data, wrong, language, only=opened))
        for step in steps_of(dossier, opened)
    ]


def choices_of(dossier: Dossier, language: str) -> list[tuple[str, str]]:
    """The answered questions an officer may ask again, by page (chọn nội dung cần khai lại)."""
    form = dossier.version.form.shape
    hidden = form.hidden(dossier.answers)
    return [
        (field.path, field.title(language))
        for step in form.steps
        for field in step.fields
        if field.path not in hidden and field.formula is None
    ]


def changes_of(dossier: Dossier, language: str) -> list[dict[str, str]]:
    """Each question that a supplement changed: what stood there and what stands now (đã sửa khi bổ sung)."""
    return [one for asked in dossier.supplements.all() for one in in_words(dossier, asked.changed, language)]


def corrections_of(dossier: Dossier, language: str) -> list[dict[str, Any]]:
    """Each correction with what it changed, the newest last (các lần đính chính tờ khai)."""
    found = dossier.corrections.all()
    return [{"made": one, "changes": in_words(dossier, one.changed, language)} for one in found]


def in_words(dossier: Dossier, changed: Mapping[str, Any], language: str) -> list[dict[str, str]]:
    """Questions by name with the answer before and after, in words (nội dung sửa)."""
    form = dossier.version.form.shape
    found = []
    for path, pair in changed.items():
        if (field := form.fields.get(path)) is not None:
            before, after = (_words(field, value, language) for value in pair)
            found.append({"title": field.title(language), "before": before, "after": after})
    return found


def _words(field: Field, value: Any, language: str) -> str:
    names = dict(communes()) if field.widget == "commune" else {}
    if field.kind != "list":
        return words_of(field, value, language, names)
    rows = value if isinstance(value, list) else []
    return "; ".join(
        ", ".join(words_of(child, row.get(child.key), language, names) for child in field.children) for row in rows
    )
