"""Programs of the machine that the tests drive: browser, signature checker, token, virus scanner, server (công cụ)."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from launcher import say

# Debian's package, and a program or file that shows it is there.
NEEDED = {
    "chromium-headless-shell": ("chromium-headless-shell",),
    "fonts-liberation": ("/usr/share/fonts/truetype/liberation", "/usr/share/fonts/truetype/liberation2"),
    "poppler-utils": ("pdfsig",),
    "softhsm2": ("softhsm2-util",),
    "clamav-daemon": ("clamd",),
    "postgresql": ("/usr/lib/postgresql",),
    "tesseract-ocr": ("tesseract",),
    "tesseract-ocr-vie": tuple(f"/usr/share/tesseract-ocr/{one}/tessdata/vie.traineddata" for one in ("4.00", "5")),
}


def missing() -> list[str]:
    """Debian packages that the tests need and this machine lacks."""
    return [package for package, signs in NEEDED.items() if not any(_present(sign) for sign in signs)]


def ensure() -> None:
    """Install what is missing when root on Debian, else say what the tests will lack."""
    lacking = missing()
    if lacking and os.geteuid() == 0 and shutil.which("apt-get"):
        env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        with say.step(f"Debian packages for the tests ({', '.join(lacking)})"):
            install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *lacking]
            for words in (["apt-get", "update", "-qq"], install):
                subprocess.run(words, env=env, stdin=subprocess.DEVNULL, capture_output=True)
        lacking = missing()
    if lacking:
        say.problem(f"! Missing for some tests: {', '.join(lacking)} (Debian: apt-get install {' '.join(lacking)}).")


def _present(sign: str) -> bool:
    if sign.startswith("/"):
        return Path(sign).exists()
    return shutil.which(sign, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") is not None
