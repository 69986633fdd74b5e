"""What import contracts cannot see: parts that reach each other by name (ranh giới giữa các bộ phận)."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import house
from tests.architecture.house import (
    PACKAGE,
    configuration,
    core_stack,
    may_reach,
    part_of,
    python_files,
    route_owners,
    strings_of,
    systems,
    template_files,
)

# An app label stands in string ForeignKeys, get_model() and migrations; a table begins with it.
LABEL = re.compile(r"\b(sys|core)_([a-z]+)(?=[._ \"']|$)")
TEMPLATE = re.compile(r"""\{%-?\s*(?:extends|include)\s+["']([^"']+)["']""")
LIBRARY = re.compile(r"\{%-?\s*load\s+([^%]+?)\s*-?%\}")
URL_TAG = re.compile(r"""\{%-?\s*url\s+["']([\w-]+):[\w:-]+["']""")
DOTTED = re.compile(r"cuulong\.(core|systems)\.([a-z]+)\b")
ROUTE = re.compile(r"([a-z_]+):[a-z_]+")
CONTRACT_FILES = [".importlinter", "setup.cfg", "importlinter.toml", "tox.ini"]


def by_label(kind: str, name: str) -> str | None:
    if kind == "sys":
        return f"systems.{name}" if name in systems() else None
    return f"core.{name}" if name in core_stack() else None


def named_in_code(path: Path) -> Iterator[tuple[str, str]]:
    """(what is named, whose it is) in the strings of a module."""
    for text in strings_of(path):
        for kind, name in LABEL.findall(text):
            if owner := by_label(kind, name):
                yield f"{kind}_{name}", owner
        if text in template_files():
            yield text, part_of(template_files()[text])
        if dotted := DOTTED.match(text):
            yield text, ".".join(dotted.groups())
        route = ROUTE.fullmatch(text)
        if route and route[1] in route_owners():
            yield text, route_owners()[route[1]]


def named_in_template(path: Path) -> Iterator[tuple[str, str]]:
    text = path.read_text("utf-8")
    for name in TEMPLATE.findall(text):
        if name in template_files():
            yield name, part_of(template_files()[name])
    for name in URL_TAG.findall(text):
        if name in route_owners():
            yield f"url {name}:", route_owners()[name]
    for names in LIBRARY.findall(text):
        for name in names.split():
            for library in PACKAGE.rglob(f"templatetags/{name}.py"):
                yield f"load {name}", part_of(library)


def trespasses(path: Path, named: Iterator[tuple[str, str]]) -> list[str]:
    part = part_of(path)
    return [
        f"{path.relative_to(PACKAGE)} names {what} of {owner}" for what, owner in named if not may_reach(part, owner)
    ]


@pytest.mark.parametrize("part", sorted({part_of(path) for path in python_files() if path.parent != PACKAGE}))
def test_a_part_names_models_tables_templates_and_addresses_of_itself_and_of_those_below_only(part: str) -> None:
    code = [path for path in python_files() if path.parent != PACKAGE and part_of(path) == part]
    pages = [path for path in template_files().values() if part_of(path) == part]
    found = [one for path in code for one in trespasses(path, named_in_code(path))]
    found += [one for path in pages for one in trespasses(path, named_in_template(path))]
    assert found == []


@pytest.mark.parametrize(
    "part", [*(f"core.{name}" for name in core_stack()), *(f"systems.{name}" for name in systems())]
)
def test_raw_sql_names_tables_of_its_own_part_only(part: str) -> None:
    verbs = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|FROM|JOIN|TRUNCATE|LOCK)\b")
    tables = re.compile(r"\b((?:sys|core)_[a-z]+)_[a-z_]+\b")
    own = part.replace("systems.", "sys_").replace("core.", "core_")
    found = [
        f"{path.relative_to(PACKAGE)}: {table}"
        for path in python_files()
        if path.parent != PACKAGE and part_of(path) == part and "migrations" not in path.parts
        for text in strings_of(path)
        if verbs.search(text)
        for table in tables.findall(text)
        if table != own
    ]
    assert found == []


def test_the_contracts_make_no_exemption() -> None:
    rules = configuration()["tool"]["importlinter"]
    forbidden = {"ignore_imports", "unmatched_ignore_imports_alerting", "allow_indirect_imports"}
    assert not rules.get("exclude_type_checking_imports")
    assert [(one["name"], key) for one in rules["contracts"] for key in one if key in forbidden] == []
    assert [name for name in CONTRACT_FILES if (PACKAGE.parents[1] / name).exists()] == []


def test_the_contracts_cover_every_floor_and_every_part_of_core() -> None:
    contracts = configuration()["tool"]["importlinter"]["contracts"]
    covered = {container for one in contracts if one.get("exhaustive") for container in one["containers"]}
    assert covered >= {"cuulong", "cuulong.core"}
    there = {path.parent.name for path in (PACKAGE / "core").glob("*/__init__.py")}
    assert there <= set(core_stack())


def test_nothing_hides_from_the_contracts_behind_type_checking_or_late_imports() -> None:
    hidden = re.compile(r"\bTYPE_CHECKING\b|\bimport_module\(|\b__import__\(")
    found = [str(path.relative_to(PACKAGE)) for path in python_files() if hidden.search(path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        'owner = models.ForeignKey("sys_services.Dossier", models.PROTECT)',
        'apps.get_model("sys_services", "Dossier")',
        'cursor.execute("SELECT 1 FROM sys_services_dossier")',
        'reverse("services:front")',
        'render(request, "services/front.html")',
        'HANDLER = "cuulong.systems.services.actions.accept"',
    ],
)
def test_a_payment_that_names_the_public_services_is_caught(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "systems" / "payments"
    folder.mkdir(parents=True)
    (folder / "cunning.py").write_text(line)
    for module in (house, sys.modules[__name__]):
        monkeypatch.setattr(module, "PACKAGE", tmp_path)
    monkeypatch.setitem(template_files(), "services/front.html", tmp_path / "systems/services/templates/x.html")
    monkeypatch.setitem(route_owners(), "services", "systems.services")
    assert trespasses(folder / "cunning.py", named_in_code(folder / "cunning.py"))


def test_the_rules_of_this_house_would_notice() -> None:
    assert not may_reach("systems.services", "systems.payments")
    assert not may_reach("core.people", "systems.services")
    assert not may_reach("core.audit", "core.people")
    assert may_reach("core.people", "core.audit")
    assert may_reach("systems.services", "core.people")
    assert not may_reach("design", "core.people")
    assert LABEL.findall("FROM core_people_account") == [("core", "people")]
    assert LABEL.findall("core_people.Account") == [("core", "people")]
    assert URL_TAG.findall("{% url 'payments:list' %}{% url \"x:y\" a %}") == ["payments", "x"]
