"""Answers that databases of the state can fill in, once the person agrees (điền sẵn từ cơ sở dữ liệu).

A form names them as prefill sources: ``database.<database>.<field>``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cuulong.core.eforms.form import Field, Form
from cuulong.core.eforms.reading import parse_number, parse_text
from cuulong.lib.dates import parse_date
from cuulong.lib.errors import InputError
from cuulong.lib.lookups import BUSINESS, Proof, Source
from cuulong.lib.vietnamese import fold
from cuulong.published.ports.lookups import lookups

from .lookups import Whom, sentence_of

PREFIX, CODE = "database.", "prefill"


def choices() -> list[tuple[str, str]]:
    """Every field of every database as a source that a form may name (nguồn điền sẵn)."""
    english = (get_language() or "vi").startswith("en")
    return [
        (f"{PREFIX}{one.key}.{key}", f"{one.name_en if english else one.name}: {titles[english]}")
        for one in lookups().sources()
        for key, titles in one.fields.items()
    ]


def named_in(form: Form) -> dict[str, dict[str, str]]:
    """Question by field, by database, of what the form wants from databases."""
    found: dict[str, dict[str, str]] = {}
    for path, source in form.prefill.items():
        if source.startswith(PREFIX) and path in form.fields:
            database, _dot, key = source.removeprefix(PREFIX).partition(".")
            found.setdefault(database, {})[key] = path
    return found


@dataclass(frozen=True)
class Offer:
    """One database that may fill in answers of a page (đề nghị điền sẵn). `told`: why it did not, the last time."""

    database: str
    name: str
    questions: Sequence[str]
    wording: str
    told: str = ""


def offers(form: Form, step_key: str, answers: Mapping[str, Any], whom: Whom, proofs: Iterable[Proof]) -> list[Offer]:
    """Databases that could answer questions of this page that nobody answered yet; each is asked once."""
    wanted = named_in(form)
    if not wanted:
        return []
    here = {field.path for field in form.step(step_key).fields}
    language = (get_language() or "vi")[:2]
    sources = {one.key: one for one in lookups().sources()}
    last = {proof.database: proof for proof in proofs if proof.code == CODE}
    found = []
    for key, fields in wanted.items():
        blank = [path for path in fields.values() if path in here and answers.get(path) in (None, "", [])]
        source, proof = sources.get(key), last.get(key)
        if source is None or not blank or not number_of(whom, source) or (proof and proof.found):
            continue
        name = source.name_en if language == "en" else source.name
        titles = [form.fields[path].title(language) for path in blank]
        found.append(Offer(key, name, titles, wording_of(source), sentence_of(proof) if proof else ""))
    return found


def number_of(whom: Whom, source: Source) -> str:
    """The own number by which the database knows whoever files; empty: nobody here may be looked up."""
    if whom.person is None:
        return ""
    if source.asks_by == BUSINESS:
        return whom.business.tax_code if whom.business else ""
    return "" if whom.represented else whom.person.cccd or ""


def wording_of(source: Source) -> str:
    """What somebody agrees to, as they read it (nội dung đồng ý)."""
    name = source.name_en if (get_language() or "vi").startswith("en") else source.name
    return _("Tôi đồng ý để lấy dữ liệu của tôi trong %(database)s điền sẵn vào tờ khai này.") % {"database": name}


def filled(form: Form, fields: Mapping[str, str], proof: Proof, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with what the database said where nobody had answered; what fits no question is left out."""
    found = dict(answers)
    for one in proof.answers:
        path = fields.get(one.key)
        if path and found.get(path) in (None, "", []):
            value = as_answer(form.fields[path], one.value)
            if value is not None:
                found[path] = value
    return found


def as_answer(field: Field, text: str) -> Any:
    """A database's word as an answer of the question's kind; None where it cannot be one (đổi thành câu trả lời)."""
    if field.formula is not None or field.kind in ("list", "array", "boolean"):
        return None
    if "enum" in field.schema:
        options = {fold(words): value for value, words in field.options("vi")}
        return options.get(fold(text)) or next((v for v, _w in field.options("vi") if str(v) == text), None)
    if field.widget == "date":
        try:
            return parse_date(text).isoformat()
        except InputError:
            return None
    if field.kind in ("integer", "number"):
        number = parse_number(text, "vi")
        return number if isinstance(number, int) or (isinstance(number, float) and field.kind == "number") else None
    return parse_text(field.widget, text) or None
