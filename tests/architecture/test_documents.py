"""Documents are there, lead somewhere, and name only what exists (tài liệu)."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "cuulong"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)(?:#[^)]*)?\)")
PLACE = re.compile(r"`([\w/]+\.py):(\w+)`")


def test_the_documents_that_a_stranger_looks_for_are_there() -> None:
    wanted = ["README.md", "README.vi.md", "CHANGELOG.md", "LICENSE", "publiccode.yaml"]
    wanted += ["docs/operations.md", "docs/glossary.md", "docs/requirements.md", "docs/decisions/README.md"]
    assert [name for name in wanted if not (ROOT / name).is_file()] == []


def test_the_licence_is_the_one_that_is_declared() -> None:
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert 'license = "EUPL-1.2"' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert "license: EUPL-1.2" in (ROOT / "publiccode.yaml").read_text("utf-8")


def test_catalogues_of_public_software_can_read_publiccode() -> None:
    """What version 0.4 of the standard demands, and no address of somebody's."""
    text = (ROOT / "publiccode.yaml").read_text("utf-8")
    said = yaml.safe_load(text)
    assert said["publiccodeYmlVersion"] == "0.4"
    assert said["name"] == "Cửu Long"
    assert {urlsplit(address).hostname for address in re.findall(r"https?://[^\s\"]+", text)} == {"cuulong.example"}
    assert said["softwareVersion"] == tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert said["platforms"] == ["web"]
    assert said["softwareType"] == "standalone/web"
    assert said["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert said["maintenance"] == {"type": "none"}, "any other kind has to name whom to ask"
    assert said["localisation"] == {"localisationReady": True, "availableLanguages": ["vi", "en"]}
    assert said["intendedAudience"]["countries"] == ["VN"]
    assert said.keys().isdisjoint({"releaseDate", "monochromeLogo", "inputTypes", "outputTypes"})
    assert said["description"].keys() == {"vi", "en"}
    for words in said["description"].values():
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert words["features"]
        assert "genericName" not in words, "given up by the standard"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_to_something(document: Path) -> None:
    links = LINK.findall(document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_place_that_the_glossary_names_exists() -> None:
    places = PLACE.findall((ROOT / "docs" / "glossary.md").read_text("utf-8"))
    assert len(places) > 50
    assert [f"{file}:{name}" for file, name in places if name not in defined_in(PACKAGE / file)] == []


def defined_in(file: Path) -> set[str]:
    """Names of classes and functions of a module; empty when there is no such file."""
    if not file.exists():
        return set()
    body = ast.parse(file.read_text("utf-8")).body
    return {node.name for node in body if isinstance(node, ast.ClassDef | ast.FunctionDef)}


def test_every_decision_is_listed_and_says_what_why_and_what_follows() -> None:
    folder = ROOT / "docs" / "decisions"
    pages = sorted(page for page in folder.glob("[0-9]*.md"))
    listed = LINK.findall((folder / "README.md").read_text("utf-8"))
    assert listed == [page.name for page in pages]
    parts = ("**Decision.**", "**Why.**", "**What follows.**")
    assert [page.name for page in pages if any(part not in page.read_text("utf-8") for part in parts)] == []


def test_the_first_screen_of_the_readme_has_the_two_commands_and_a_picture() -> None:
    screen = (ROOT / "README.md").read_text("utf-8").split("\n## ")[0]
    assert re.search(r"^\./run\b", screen, re.MULTILINE)
    assert re.search(r"^\./test\b", screen, re.MULTILINE)
    picture = re.search(r"!\[[^\]]+\]\(([^)]+)\)", screen)
    assert picture
    assert (ROOT / picture[1]).stat().st_size <= 200_000
