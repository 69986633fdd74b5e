"""What watches the parts does not give up before they do (giám sát tiến trình)."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from launcher import processes
from launcher.layout import DataFolder
from launcher.postgres import Server
from launcher.supervisor import Supervisor


def test_a_database_that_does_not_come_up_at_once_is_tried_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever kept it down may pass: a full disk, memory, or another kill in the middle of its recovery."""
    with Server(DataFolder(tmp_path / "data")).use() as server:
        killed = server.running()
        assert killed
        supervisor = Supervisor([], server)
        control = server.cluster / "global" / "pg_control"
        control.rename(control.with_suffix(".aside"))
        os.kill(killed, signal.SIGKILL)
        assert processes.wait_until(lambda: processes.birth(killed) is None, 10)
        supervisor.check()
        said = capsys.readouterr()
        assert "did not start" in said.out + said.err
        assert server.running() is None
        control.with_suffix(".aside").rename(control)
        supervisor.check()
        assert server.running()
