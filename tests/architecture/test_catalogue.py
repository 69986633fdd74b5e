"""The English catalogue is complete: whatever a screen may say in Vietnamese it can say in English (bản dịch)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "cuulong"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
ONE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
MANY = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
# What templatize() leaves of a template: calls whose arguments are literals.
CALL = re.compile(r"""\b(_|n?gettext|pgettext)\(\s*((?:u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")\s*,?\s*)+)""")
PLACE = re.compile(r"%\(\w+\)[sd]|\{\{ ?\w+ ?\}\}|(?<!\{)\{\w+\}(?!\})")

Message = tuple[str | None, str]


def in_code(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            said = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            yield from as_messages(name, said)


def in_template(source: str) -> Iterator[Message]:
    for name, arguments in CALL.findall(templatize(source)):
        yield from as_messages(name, list(ast.literal_eval(f"({arguments.strip().rstrip(',')},)")))


def as_messages(name: str, said: list[str]) -> Iterator[Message]:
    if name in CONTEXT and len(said) >= 2:
        yield said[0], said[1]
    elif name in ONE | MANY and said:
        yield None, said[0]


def sources() -> list[Path]:
    templates = [*PACKAGE.rglob("templates/**/*.html"), *PACKAGE.rglob("templates/**/*.txt")]
    return sorted([*PACKAGE.rglob("*.py"), *templates])


def every_message() -> dict[Message, Path]:
    found: dict[Message, Path] = {}
    for path in sources():
        text = path.read_text("utf-8")
        messages = in_code(text) if path.suffix == ".py" else in_template(text)
        found |= {message: path.relative_to(PACKAGE) for message in messages if message[1]}
    return found


def translated() -> dict[Message, polib.POEntry]:
    return {(one.msgctxt, one.msgid): one for one in polib.pofile(str(CATALOGUE)) if not one.obsolete}


def words(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_message_of_code_and_templates_is_in_the_catalogue() -> None:
    there, said = translated(), every_message()
    assert len(said) > 1500
    assert [f"{path}: {message[1]}" for message, path in said.items() if message not in there] == []


def test_every_message_has_its_english_and_none_is_a_guess() -> None:
    entries = translated().values()
    assert [one.msgid for one in entries if one.fuzzy or not all(words(one))] == []


def test_english_keeps_every_place_for_a_value() -> None:
    wrong = [
        one.msgid
        for one in translated().values()
        for text in words(one)
        if sorted(PLACE.findall(text)) != sorted(PLACE.findall(one.msgid))
    ]
    assert wrong == []


def test_the_extraction_sees_what_it_must() -> None:
    assert set(in_code('a = _("Một"); b = ngettext("Hai", "Hai", n); c = pgettext("x", "Ba"); gettext(name)')) == {
        (None, "Một"),
        (None, "Hai"),
        ("x", "Ba"),
    }
    page = "{% translate \"Một\" %}{% blocktranslate with n=a %}Hai '{{ n }}'{% endblocktranslate %}{{ _('Ba')|upper }}"
    assert set(in_template(page)) == {(None, "Một"), (None, "Hai '%(n)s'"), (None, "Ba")}
