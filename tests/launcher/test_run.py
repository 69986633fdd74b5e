"""./run and ./manage as a stranger types them, with the real province and real kills (khởi chạy, sao lưu)."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import socket
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from launcher import processes
from launcher.postgres import Server
from tests.launcher.product import Province, free_port, manage


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for this whole file: its first start lays the demo province."""
    return tmp_path_factory.mktemp("installation") / "data"


@pytest.fixture(scope="module")
def province(folder: Path) -> Iterator[Province]:
    """A second start, which several tests share: each leaves it as healthy as it was."""
    running = Province(folder, free_port()).until_ready()
    yield running
    running.stop()
    assert not any("did not stop when asked" in line for line in running.lines), running.lines


def recovers(province: Province) -> bool:
    return processes.wait_until(province.answers, 60, 0.2)


def test_a_first_start_tells_where_to_go_and_sigint_stops_all_of_it(folder: Path) -> None:
    province = Province(folder, free_port()).until_ready()
    assert processes.wait_until(lambda: f"tour http://localhost:{province.port}/tour" in province.lines, 5)
    parts = province.parts()
    assert province.answers()
    assert province.stop(signal.SIGINT) == 0
    assert [pid for pid in parts if processes.birth(pid)] == []
    assert Server(province.data).running() is None


def test_a_second_start_repeats_nothing(province: Province) -> None:
    done = " ".join(province.lines)
    for step in ("migrations", "Static files", "province", "packages", "Browser assets"):
        assert step not in done


def test_a_second_run_on_the_same_folder_is_refused_with_the_address_of_the_first(province: Province) -> None:
    second = Province(province.data.path, free_port())
    assert second.process.wait(60) == 1
    second.reader.join(5)
    assert f"http://localhost:{province.port}" in second.lines[-1]
    assert province.answers()


def test_figures_of_all_web_workers_add_up(province: Province) -> None:
    def counted() -> float:
        text = urlopen(f"http://localhost:{province.port}/metrics", timeout=30).read().decode()
        found = re.search(r'^cuulong_requests_total\{method="GET",route="healthz",status="200"\} (\S+)$', text, re.M)
        return float(found[1]) if found else 0.0

    before = counted()
    for _ in range(40):
        assert urlopen(f"http://localhost:{province.port}/healthz", timeout=30).status == 200
    assert [counted() - before for _ in range(8)] == [40.0] * 8, "whichever worker is asked says the same"


@pytest.mark.parametrize("part", ["granian", "worker"])
def test_a_killed_part_is_started_again(province: Province, part: str) -> None:
    killed = province.part(part)
    os.kill(killed, signal.SIGKILL)
    assert processes.wait_until(lambda: processes.birth(killed) is None, 10)
    assert processes.wait_until(lambda: any("starting it again" in line for line in province.lines), 10)
    assert recovers(province)
    assert processes.wait_until(lambda: bool(province.parts()), 10)
    assert province.part(part) != killed


def test_a_killed_database_is_started_again(province: Province) -> None:
    server = Server(province.data)
    killed = server.running()
    assert killed
    os.kill(killed, signal.SIGKILL)
    assert processes.wait_until(lambda: (server.running() or killed) != killed, 30)
    assert recovers(province)


def test_a_taken_port_is_said_so(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = Province(tmp_path / "data", port)
        assert refused.process.wait(60) == 1
        refused.reader.join(5)
        assert f"Port {port}" in refused.lines[-1]


def test_production_names_every_missing_secret_and_starts_nothing(tmp_path: Path) -> None:
    refused = Province(tmp_path / "data", free_port(), CUULONG_ENV="production")
    assert refused.process.wait(60) == 1
    refused.reader.join(5)
    said = "\n".join(refused.lines)
    for name in ("CUULONG_SECRET_KEY", "CUULONG_AUDIT_KEY", "DATABASE_URL"):
        assert name in said
    assert not (tmp_path / "data" / "pg").exists()


def manifest(archive: Path) -> dict[str, dict[str, object]]:
    with tarfile.open(archive) as tar:
        member = tar.extractfile("manifest.json")
        assert member
        return json.load(member)


def hashes(folder: Path) -> dict[str, str]:
    files = [path for name in ("files", "audit") for path in (folder / name).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_backup_taken_at_work_restores_into_an_empty_folder_with_rows_files_and_audit_equal(
    province: Province, tmp_path: Path
) -> None:
    archive, restored, again = tmp_path / "backup.tar.gz", tmp_path / "restored", tmp_path / "again.tar"
    made = manage(province.data.path, "backup", str(archive))
    assert made.returncode == 0, made.stderr
    read = manage(restored, "restore", str(archive))
    assert read.returncode == 0, read.stdout + read.stderr  # it ends with check_audit
    assert manage(restored, "backup", str(again)).returncode == 0
    before, after = manifest(archive), manifest(again)
    assert after["tables"] == before["tables"]
    assert sum(int(str(count)) for count in before["tables"].values()) > 1000
    for name, digest in hashes(restored).items():
        assert before["members"][name] == digest
    assert before["members"].keys() == after["members"].keys()
    twice = manage(restored, "restore", str(archive))
    assert twice.returncode == 1
    assert "not empty" in twice.stderr
    overwriting = manage(province.data.path, "backup", str(archive))
    assert overwriting.returncode == 1
    assert "exists" in overwriting.stderr


def cut(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])


def alter(archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 1
    archive.write_bytes(content)


@pytest.mark.parametrize("damage", [cut, alter])
def test_a_damaged_backup_is_refused_and_leaves_the_folder_empty(
    folder: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    archive, target = tmp_path / "backup.tar", tmp_path / "target"
    assert manage(folder, "backup", str(archive)).returncode == 0
    damage(archive)
    refused = manage(target, "restore", str(archive))
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert [path for path in target.iterdir() if path.name.startswith("restore-")] == []
    assert hashes(target) == {}


def test_sigterm_stops_all_of_it_too(folder: Path, province: Province) -> None:
    province.stop()
    again = Province(folder, free_port()).until_ready()
    parts = again.parts()
    assert len(parts) >= 4, "web server with two workers, and the job worker"
    assert again.stop(signal.SIGTERM) == 0
    assert [pid for pid in parts if processes.birth(pid)] == []
    assert Server(again.data).running() is None


@pytest.mark.parametrize("who", ["run alone", "everything"])
def test_after_kill_9_the_next_start_recovers_by_itself(province: Province, folder: Path, who: str) -> None:
    province.stop()
    first = Province(folder, free_port()).until_ready()
    orphans = first.parts()
    first.process.kill()
    first.process.wait()
    if who == "everything":
        for pid in [*orphans, Server(first.data).running() or 0]:
            os.kill(pid, signal.SIGKILL)
    else:
        assert first.answers(), "its children go on serving"
    second = Province(folder, first.port).until_ready()
    try:
        assert second.answers()
        assert [pid for pid in orphans if processes.birth(pid)] == []
    finally:
        assert second.stop() == 0
