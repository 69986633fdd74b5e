"""./test runs every check there is, and no excuse passes in continuous integration (kiểm thử)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from launcher import checks, tools
from launcher.layout import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PASSES, FAILS = [sys.executable, "-c", ""], [sys.executable, "-c", "raise SystemExit('this one fails')"]


def test_style_types_and_contracts_are_among_the_checks() -> None:
    said = {name: " ".join(words) for name, words in checks.STATIC_CHECKS.items()}
    assert said["style"].endswith("ruff check --quiet .")
    assert said["format"].endswith("ruff format --check --quiet .")
    assert "-m mypy" in said["types"]
    assert "lint-imports" in said["import contracts"]
    assert PYPROJECT["tool"]["mypy"]["packages"] == ["cuulong"]
    assert "mypy_django_plugin.main" in PYPROJECT["tool"]["mypy"]["plugins"]


@pytest.mark.parametrize(
    ("static", "database", "tests", "said"),
    [
        (PASSES, PASSES, PASSES, "✓ every check passed"),
        (FAILS, PASSES, PASSES, "✗ failed: style"),
        (PASSES, FAILS, PASSES, "✗ failed: migrations"),
        (PASSES, PASSES, FAILS, "✗ failed: tests"),
    ],
)
def test_one_failing_check_fails_the_whole(
    static: list[str],
    database: list[str],
    tests: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(checks, "STATIC_CHECKS", {"style": static})
    monkeypatch.setattr(checks, "DATABASE_CHECKS", {"migrations": database})
    monkeypatch.setattr(checks, "PYTEST", tests)
    assert checks._everything(os.environ) == (0 if said.startswith("✓") else 1)
    assert capsys.readouterr().out.splitlines()[-1] == said


def test_every_test_file_of_the_tree_is_run() -> None:
    options = PYPROJECT["tool"]["pytest"]["ini_options"]
    roots = [ROOT / folder for folder in options["testpaths"]]
    ours = [p for p in ROOT.rglob("test_*.py") if not {"var", "node_modules"} & set(p.relative_to(ROOT).parts)]
    assert [path for path in ours if not any(path.is_relative_to(root) for root in roots)] == []
    assert len(ours) > 50
    # Nothing is chosen away, neither here nor by the launcher.
    assert checks.PYTEST[1:] == ["-m", "pytest"]
    assert not {"-m", "-k", "--ignore", "--deselect"} & {*options["addopts"]}


def test_continuous_integration_runs_test_and_takes_its_answer(tmp_path: Path) -> None:
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    (tmp_path / "test").write_text('#!/bin/sh\necho "$# arguments"\nexit 7\n', "utf-8")
    (tmp_path / "test").chmod(0o755)
    done = subprocess.run(["bash", ".ci/run"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (7, "0 arguments\n")


SKIPS = {
    "a missing program": "import pytest\ndef test_it():\n    pytest.skip('no such program')\n",
    "a missing module": "import pytest\npytest.importorskip('no_such_module')\ndef test_it():\n    pass\n",
    "shared data absent": "import pytest\ndef test_it():\n    pytest.skip('shared data absent')\n",
}


@pytest.mark.parametrize(
    ("reason", "ci", "passes"),
    [
        ("a missing program", "true", False),
        ("a missing module", "true", False),
        ("shared data absent", "true", True),
        ("a missing program", "", True),
    ],
)
def test_in_continuous_integration_a_skip_is_a_failure_unless_the_shared_data_are_absent(
    reason: str, ci: str, passes: bool, tmp_path: Path
) -> None:
    (tmp_path / "test_skipping.py").write_text(SKIPS[reason] + "def test_other():\n    pass\n", "utf-8")
    words = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "-q", "-n", "0", str(tmp_path)]
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")} | {"CI": ci}
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True)
    assert (done.returncode == 0) == passes, done.stdout
    assert ("With CI=true nothing may be skipped" in done.stdout) != passes


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that lacks a program, and whose apt-get writes down what it is asked and installs that program."""
    monkeypatch.setattr(tools, "NEEDED", {"a-browser": ("a-browser-nobody-has",)})
    apt = tmp_path / "apt-get"
    apt.write_text(
        f'#!/bin/sh\necho "$@" >>{tmp_path}/asked\n'
        f'case "$1" in install) printf "#!/bin/sh\\n" >{tmp_path}/a-browser-nobody-has\n'
        f"chmod 755 {tmp_path}/a-browser-nobody-has;; esac\n"
    )
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return tmp_path


def test_what_the_tests_need_is_installed_when_root_may(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert tools.missing() == ["a-browser"]
    tools.ensure()
    asked = (machine / "asked").read_text().splitlines()
    assert asked[-1].split()[0] == "install"
    assert asked[-1].split()[-1] == "a-browser"
    assert tools.missing() == []
    assert capsys.readouterr().err == ""


def test_what_the_tests_need_is_named_when_nobody_may_install_it(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    tools.ensure()
    assert not (machine / "asked").exists()
    assert "apt-get install a-browser" in capsys.readouterr().err


def test_a_browser_its_fonts_and_a_server_of_debian_are_among_what_the_tests_need(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def absent(sign: str) -> bool:
        return False

    monkeypatch.setattr(tools, "_present", absent)
    assert {"chromium-headless-shell", "fonts-liberation", "postgresql"} <= set(tools.missing())
