"""What is declared is used, and what is used is declared (khai báo)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from cuulong.core.registry import (
    Expiry,
    Indicator,
    Kind,
    LogPhrase,
    MenuItem,
    Message,
    Panel,
    Right,
    Role,
    RouteSample,
    SystemCard,
    declared,
)
from tests.architecture.house import PACKAGE, python_files, strings_of, template_files, tree_of

# Templates that Django and allauth ask for by names of their own.
ASKED_FOR = re.compile(
    r"(account|mfa|socialaccount|usersessions|allauth|django/forms)/|(400|403|403_csrf|404|429|500)\.html$"
)
DECLARING = {"declarations.py", "phrases.py"}


def pattern_of(node: ast.expr) -> str | None:
    """A literal, or an f-string whose computed pieces may be any words, as a regular expression."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(pattern_of(one) or r"[\w.-]+" for one in node.values)
    return None


def names_of_record(tree: ast.Module) -> set[str]:
    """What a module calls `audit.record.record`."""
    return {
        one.asname or one.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("record")
        for one in node.names
        if one.name == "record"
    }


@cache
def recorded() -> list[tuple[Path, str]]:
    """Every act that some verb writes down, as a regular expression, with its file."""
    return [
        (path, pattern)
        for path in python_files()
        for names in [names_of_record(tree_of(path))]
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names and len(node.args) > 1
        if (pattern := pattern_of(node.args[1]))
    ]


def matches(pattern: str) -> list[str]:
    return [code for code in declared(LogPhrase) if re.fullmatch(pattern, code)]


def test_every_recorded_act_has_its_sentence() -> None:
    assert len(recorded()) > 20
    assert [f"{path.relative_to(PACKAGE)}: {action}" for path, action in recorded() if not matches(action)] == []


def test_every_sentence_of_the_log_belongs_to_an_act() -> None:
    """An act is named where it is recorded, or handed as it stands to a verb that records it."""
    used = {code for _path, action in recorded() for code in matches(action)}
    said = {text for path in python_files() if path.name not in DECLARING for text in strings_of(path)}
    ours = {code for code in declared(LogPhrase) if not code.startswith("probe.")}
    assert sorted(ours - used - said) == []


def test_sentences_name_their_places_plainly() -> None:
    odd = [code for code, one in declared(LogPhrase).items() if re.search(r"\{[^a-z_]|\{\}", str(one.sentence))]
    assert odd == []


def named_routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from named_routes(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif isinstance(pattern, URLPattern) and pattern.name and is_ours(pattern):
            yield prefix + pattern.name


def is_ours(pattern: URLPattern) -> bool:
    return str(getattr(pattern.callback, "__module__", "")).startswith("cuulong.")


def test_every_named_route_says_how_it_is_walked() -> None:
    routes, samples = set(named_routes()), declared(RouteSample)
    assert len(routes) > 50
    assert sorted(routes - set(samples)) == []


def test_every_route_of_ours_has_a_name() -> None:
    def nameless(resolver: URLResolver) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from nameless(pattern)
            elif is_ours(pattern) and not pattern.name:
                yield str(pattern.pattern)

    assert list(nameless(get_resolver())) == []


def test_every_sample_is_of_a_route_that_exists_and_a_role_that_exists() -> None:
    routes = set(named_routes(get_resolver()))
    samples = declared(RouteSample)
    assert sorted(code for code in samples if ":" in code and code not in routes) == []
    roles = {"public", "citizen", "business", "anybody", *declared(Role)}
    assert {one.code: one.role for one in samples.values() if one.role not in roles} == {}


def test_rights_are_given_to_roles_that_exist_and_menus_ask_for_rights_that_exist() -> None:
    assert {right.code: right.roles - set(declared(Role)) for right in declared(Right).values()} == {
        code: frozenset() for code in declared(Right)
    }
    assert [item.code for item in declared(MenuItem).values() if item.right and item.right not in declared(Right)] == []
    assert [panel.code for panel in declared(Panel).values() if panel.on not in declared(Kind)] == []


@pytest.mark.parametrize("kind", [Right, MenuItem, Kind, Role, Message, Indicator, Expiry, Panel, SystemCard])
def test_every_declaration_has_a_title(kind: type) -> None:
    assert [one.code for one in declared(kind).values() if not str(one.title).strip()] == []


def test_every_template_is_used() -> None:
    named = {text for path in python_files() for text in strings_of(path)}
    for path in template_files().values():
        named |= set(re.findall(r"""["']([\w./-]+\.(?:html|txt|typ|svg))["']""", path.read_text("utf-8")))
    computed = {
        pattern
        for path in python_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.JoinedStr) and (pattern := pattern_of(node)) and pattern.endswith(r"\.html")
    }
    idle = [
        name
        for name in template_files()
        if name not in named
        and not ASKED_FOR.match(name)
        and not any(re.fullmatch(pattern, name) for pattern in computed)
    ]
    assert idle == []


@pytest.mark.parametrize("name", sorted(name for name in template_files() if name.endswith(".html")))
def test_every_template_can_be_read(name: str) -> None:
    get_template(name)
