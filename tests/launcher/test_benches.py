"""What the benches print, for people and for programs; the figures themselves stand in docs/performance.md."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from benches import ground
from launcher.layout import ROOT

NAMED = {
    "intake 1 client", "intake 16 clients", "p95 code 10^6 over 10^4", "p95 worklist 10^6 over 10^4",
    "p95 search 10^6 over 10^4", "sign", "front page warm", "import 2642",
}  # fmt: skip
MEASURED = [ground.Measure("intake 1 client", "1/s", 50.0, 200.0), ground.Measure("sign", "1/s", 9.0, 10.0)]


def test_a_program_gets_a_list_of_figures_beside_their_floors(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["intake", "--json"])
    ground.show(MEASURED)
    assert json.loads(capsys.readouterr().out) == [
        {"what": "intake 1 client", "unit": "1/s", "figure": 50.0, "floor": 200.0, "ratio": 0.25},
        {"what": "sign", "unit": "1/s", "figure": 9.0, "floor": 10.0, "ratio": 0.9},
    ]


def test_people_get_a_line_for_each(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["intake"])
    ground.show(MEASURED)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0] for line in lines] == ["intake 1 client", "sign"]
    assert lines[0].endswith("ratio 0.25")


def test_what_is_measured_is_called_as_agreed_and_its_last_figures_are_written_down() -> None:
    written = set(re.findall(r"^\| `([^`]+)` \|", (ROOT / "docs" / "performance.md").read_text("utf-8"), re.MULTILINE))
    assert written >= NAMED


def test_an_unknown_bench_is_answered_with_the_names_there_are() -> None:
    done = subprocess.run(["./bench", "nonsense"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    for name in ("catalogue", "intake", "lookup", "pages", "sign"):
        assert name in done.stderr + done.stdout


def test_ninety_five_of_a_hundred_do_not_exceed_the_percentile() -> None:
    assert ground.percentile([float(n) for n in range(100, 0, -1)], 0.95) == 95.0
    assert ground.percentile([7.0], 0.95) == 7.0
