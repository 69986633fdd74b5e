"""What is installed is pinned, and says nothing about where it comes from."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from launcher.layout import ROOT

COMPILED = sorted((ROOT / "requirements").glob("*.txt"))
ADDRESS = re.compile(r"https?://|--(extra-)?index-url|--find-links|--trusted-host")


@pytest.mark.parametrize("path", COMPILED, ids=lambda path: path.name)
def test_every_python_package_has_one_version_and_hashes(path: Path) -> None:
    text = path.read_text("utf-8").replace("\\\n", " ")
    packages = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert packages
    for line in packages:
        assert re.match(r"[a-z0-9.-]+(\[[a-z0-9,-]+\])?==\S+", line), line
        assert "--hash=sha256:" in line, line


@pytest.mark.parametrize(
    "path", [*COMPILED, *(ROOT / "requirements").glob("*.in"), ROOT / "package-lock.json"], ids=lambda path: path.name
)
def test_no_file_names_an_address(path: Path) -> None:
    assert not ADDRESS.search(path.read_text("utf-8"))


def test_every_browser_package_is_pinned_with_its_hash() -> None:
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
        assert locked[f"node_modules/{name}"]["version"] == version
    assert all("integrity" in package for path, package in locked.items() if path)
