"""A new system is one new folder and one line in site/ (thêm một hệ thống)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = Path(sys.executable).with_name("lint-imports")
SETTINGS = "src/cuulong/site/settings/__init__.py"
NEIGHBOUR = '    "cuulong.systems.services",\n'
APP = '''"""An empty system, to see that the house takes one more."""

from django.apps import AppConfig


class ExampleConfig(AppConfig):
    name = "cuulong.systems.example"
    label = "sys_example"

    def ready(self) -> None:
        from . import declarations  # noqa: F401
'''
DECLARATIONS = '''"""What the example declares to the house."""

from cuulong.core.registry import SystemCard, declare

declare(SystemCard(code="example", title="Ví dụ", summary="Một hệ thống trống", works=False))
'''


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the program with the empty system beside the others."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    folder = tmp_path / "src/cuulong/systems/example"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""An empty system."""\n', encoding="utf-8")
    (folder / "apps.py").write_text(APP, encoding="utf-8")
    (folder / "declarations.py").write_text(DECLARATIONS, encoding="utf-8")
    settings = (tmp_path / SETTINGS).read_text("utf-8")
    assert settings.count(NEIGHBOUR) == 1
    one_line_more = settings.replace(NEIGHBOUR, f'{NEIGHBOUR}    "cuulong.systems.example",\n')
    (tmp_path / SETTINGS).write_text(one_line_more, encoding="utf-8")
    return tmp_path


def run(house: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {
        "PYTHONPATH": str(house / "src"),
        "CUULONG_PROVINCES_DIR": str(ROOT / "provinces"),
        "DJANGO_SETTINGS_MODULE": "cuulong.site.settings",
    }
    return subprocess.run(words, cwd=house, env=env, capture_output=True, text=True)


def test_an_empty_system_is_one_folder_and_one_line(house: Path) -> None:
    look = "import cuulong.systems.example as s; from cuulong.core.registry import SystemCard, get; "
    look += "print(s.__file__, get(SystemCard, 'example').title)"
    checked = run(house, sys.executable, "-m", "django", "check", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr
    seen = run(house, sys.executable, "-m", "django", "shell", "--no-imports", "-c", look)
    assert seen.stdout.split() == [str(house / "src/cuulong/systems/example/__init__.py"), "Ví", "dụ"], seen.stderr
    contracts = run(house, str(LINT), "--no-cache")
    assert contracts.returncode == 0, contracts.stdout


def test_a_system_that_imports_another_breaks_the_contracts(house: Path) -> None:
    cunning = "from cuulong.systems.services.dossiers.models import Dossier\n\n__all__ = ['Dossier']\n"
    (house / "src/cuulong/systems/example/cunning.py").write_text(cunning, encoding="utf-8")
    contracts = run(house, str(LINT), "--no-cache")
    assert contracts.returncode != 0
    assert "cuulong.systems.example.cunning -> cuulong.systems.services" in contracts.stdout
