"""Files as the house wants them: short, our own, and explained (quy ước mã nguồn)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.house import PACKAGE, ROOT, ours, python_files, tree_of

MOST_LINES = 400
# Django writes migrations, and what is applied somewhere is not cut in two afterwards.
OURS_IN_PYTHON = [path for path in ours() if path.suffix == ".py" and path.parent.name != "migrations"]
FOREIGN = re.compile(r"\.min\.(js|css|mjs)$|\.(woff2?|ttf|otf|eot|map|whl|jar|so|dll|exe|zip|tgz)$")
# The term, and after it at most what the function raises.
TERM = re.compile(r"\([^()]*[^\W\d][^()]*\)([.:]|[.;] ?[Rr]aises [^()]+\.)?$")


def test_no_python_file_is_longer_than_400_lines() -> None:
    long = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in OURS_IN_PYTHON}
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES} == {}


def test_nothing_of_third_parties_and_nothing_minified_is_in_the_repository() -> None:
    assert [str(path.relative_to(ROOT)) for path in ours() if FOREIGN.search(path.name)] == []
    scripts = [path for path in ours() if path.suffix in {".js", ".mjs", ".css"}]
    assert scripts
    dense = [
        str(path.relative_to(ROOT))
        for path in scripts
        if max(map(len, path.read_text("utf-8").splitlines()), default=0) > 600
    ]
    assert dense == []


def test_no_file_names_the_machine_it_was_written_on() -> None:
    # Spelled in two pieces, so that this file does not name it either.
    machine = re.compile("|".join(("/wo" + "rk/", "/ro" + "ot/", "/tmp/" + "cl")))
    kinds = {".py", ".toml", ".md", ".html", ".txt", ".in", ".json", ".sh", ".yaml", ".css", ".js", ".po", ".cfg", ""}
    found = [
        str(path.relative_to(ROOT))
        for path in ours()
        if path.suffix in kinds and machine.search(path.read_text("utf-8", errors="ignore"))
    ]
    assert found == []


def defined(path: Path) -> Iterator[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    """Public classes and functions at the top of a module."""
    for node in tree_of(path).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node


def first_line(node: ast.AST) -> str:
    said = ast.get_docstring(node)  # type: ignore[arg-type]
    return said.strip().splitlines()[0] if said else ""


def is_explained_by_its_place(path: Path) -> bool:
    """Migrations, app configurations and commands say what they are by Django's own names."""
    return bool({"migrations", "management"} & set(path.parts)) or path.name == "apps.py"


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(PACKAGE))
        for path in python_files()
        if path.read_text("utf-8").strip() and not is_explained_by_its_place(path) and not first_line(tree_of(path))
    ]
    assert silent == []


def test_every_first_line_is_a_sentence() -> None:
    odd = [
        f"{path.relative_to(PACKAGE)}:{getattr(node, 'name', '')}"
        for path in python_files()
        for node in (tree_of(path), *defined(path))
        if first_line(node) and not re.search(r"[.:)…;?]$", first_line(node))
    ]
    assert odd == []


def test_models_verbs_and_views_end_their_first_line_with_the_vietnamese_term() -> None:
    wanting = [
        f"{path.relative_to(PACKAGE)}:{node.name}"
        for path in python_files()
        for node in defined(path)
        if (is_model(path, node) or is_verb(path, node) or is_view(path, node)) and not has_term(node)
    ]
    assert wanting == []


def has_term(node: ast.AST) -> bool:
    return bool(TERM.search(first_line(node)))


def is_model(path: Path, node: ast.AST) -> bool:
    bases = {ast.unparse(base) for base in node.bases} if isinstance(node, ast.ClassDef) else set()
    stands = path.name == "models.py" or path.parent.name == "models"
    return stands and bool(bases & {"models.Model", "Model", "Entity"})


def is_verb(path: Path, node: ast.AST) -> bool:
    """A function of actions/ that is told who acts."""
    return "actions" in path.parts and isinstance(node, ast.FunctionDef) and "acting" in arguments(node)


def is_view(path: Path, node: ast.AST) -> bool:
    stands = path.name == "views.py" or "views" in path.parts
    answers = isinstance(node, ast.FunctionDef) and node.returns and "HttpResponse" in ast.unparse(node.returns)
    return bool(stands and answers)


def arguments(node: ast.FunctionDef) -> list[str]:
    return [one.arg for one in (*node.args.args, *node.args.kwonlyargs)]
