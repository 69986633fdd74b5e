"""docs/requirements.md tells the truth: every line names tests that exist, or says "open" (bản đồ yêu cầu)."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAP = (ROOT / "docs" / "requirements.md").read_text("utf-8")
ROW = re.compile(r"^\| (\d+(?:\.\d+)+) \| (.+) \| (.+) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")


@cache
def proofs_in(path: str) -> frozenset[str]:
    """Names of the test functions in a file, methods of test classes too; empty when there is no such file."""
    file = ROOT / path
    if not file.exists():
        return frozenset()
    tree = ast.parse(file.read_text("utf-8"))
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    )


def test_every_line_of_the_tables_is_a_requirement() -> None:
    lines = [line for line in MAP.splitlines() if line.startswith("| ") and not line.startswith(("| no ", "|--"))]
    assert len(lines) > 100
    assert [line for line in lines if not ROW.match(line)] == []


def test_every_number_stands_once() -> None:
    counted = Counter(number for number, _text, _proof in ROW.findall(MAP))
    assert [number for number, times in counted.items() if times > 1] == []


def test_every_requirement_names_a_test_that_exists_or_says_open() -> None:
    wrong = []
    for number, _text, proof in ROW.findall(MAP):
        named = TEST.findall(proof)
        if proof == "open":
            continue
        if not named or TEST.sub("", proof).strip(" ,"):
            wrong.append(f"{number}: {proof}")
        wrong += [f"{number}: {path}" for path, test in named if not proofs_in(path) >= ({test} if test else set())]
        wrong += [f"{number}: {path}" for path, _test in named if not proofs_in(path)]
    assert wrong == []
