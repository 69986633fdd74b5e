"""How the tests of the house find its parts (bộ phận của chương trình)."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "cuulong"
NOT_OURS = {"node_modules", "var", "__pycache__"}


@cache
def configuration() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@cache
def core_stack() -> list[str]:
    """The parts of core, upper first, as the import contract has them."""
    contracts = configuration()["tool"]["importlinter"]["contracts"]
    (stack,) = (one for one in contracts if one["name"] == "The core stack")
    return [layer.strip("()") for layer in stack["layers"]]


@cache
def systems() -> list[str]:
    return sorted(path.parent.name for path in (PACKAGE / "systems").glob("*/__init__.py"))


def part_of(path: Path) -> str:
    """ "core.people", "systems.services", "design", "lib", "published" or "site"."""
    words = path.relative_to(PACKAGE).parts
    return ".".join(words[:2]) if words[0] in {"core", "systems"} else words[0]


def may_reach(part: str, other: str) -> bool:
    """Whether `part` may know `other`: imports only fall, and no system knows another."""
    if part == other:
        return True
    floor, _, name = part.partition(".")
    other_floor, _, other_name = other.partition(".")
    if floor == "core" and other_floor == "core":
        return core_stack().index(name) < core_stack().index(other_name)
    below = {
        "site": {"systems", "core", "published", "design", "lib"},
        "systems": {"core", "published", "design", "lib"},
        "core": {"design", "lib"},
        "published": {"lib"},
        "design": {"lib"},
        "lib": set[str](),
    }
    return other_floor in below[floor]


@cache
def python_files() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)


@cache
def template_files() -> dict[str, Path]:
    """Name as the loader knows it → file."""
    return {
        str(path.relative_to(folder)): path
        for folder in sorted(PACKAGE.rglob("templates"))
        if folder.is_dir() and "templates" not in folder.parent.parts
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def strings_of(path: Path) -> Iterator[str]:
    """String literals of a module without its docstrings; the pieces of an f-string one by one."""
    tree = tree_of(path)
    said = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


@cache
def route_owners() -> dict[str, str]:
    """Namespace of the addresses → the part whose urls.py declares it."""
    found = {}
    for path in PACKAGE.rglob("*urls.py"):
        name = re.search(r'^app_name = "(\w+)"', path.read_text("utf-8"), re.MULTILINE)
        if name:
            found[name[1]] = part_of(path)
    return found


def ours(folder: Path = ROOT) -> Iterator[Path]:
    """Every file of the repository."""
    for path in folder.iterdir():
        if path.name in NOT_OURS or path.is_symlink():
            continue
        if path.is_dir():
            if not path.name.startswith(".") or path.name == ".ci":  # the caches of tools
                yield from ours(path)
        else:
            yield path
