"""A second, invented province starts from its own folder (tỉnh thứ hai)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOOK = """
from django.test import Client
from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account

front = Client().get("/")
chart = Client().get("/organisations/").content.decode()
print("front", front.status_code, "Sông Tiên" in front.content.decode(), "Vĩnh Long" in front.content.decode())
print("chart", "Xã Rạch Sao" in chart, "Xã Vàm Mây" in chart)
print("ward", Agency.objects.get(slug="commune-99001").name)
print("clerk", Account.objects.get(username="bd.tiepnhan").full_name)
"""


@pytest.fixture
def song_tien(transactional_db: None, tmp_path: Path) -> dict[str, str]:
    """An empty database and the environment of an installation of Sông Tiên."""
    return os.environ | {
        "CUULONG_PROVINCE": "songtien",
        "CUULONG_DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "cuulong.site.settings",
    }


def manage(env: dict[str, str], *words: str) -> str:
    done = subprocess.run([sys.executable, "-m", "django", *words], env=env, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


@pytest.mark.slow
def test_song_tien_loads_its_own_tree_people_and_procedures_and_answers(song_tien: dict[str, str]) -> None:
    manage(song_tien, "load_province")
    manage(song_tien, "demo")
    seen = manage(song_tien, "shell", "--no-imports", "-c", LOOK).splitlines()
    assert "front 200 True False" in seen
    # Vàm Mây merged into Rạch Sao on 1/7/2026.
    assert "chart True False" in seen
    assert "ward Ủy ban nhân dân phường Bến Đình" in seen
    assert "clerk Lê Thị Sông" in seen


@pytest.mark.slow
def test_loading_it_again_changes_nothing(song_tien: dict[str, str]) -> None:
    count = (
        "from cuulong.core.organisations.models import *; print(Agency.objects.count(), AgencyProfile.objects.count())"
    )
    manage(song_tien, "load_province")
    before = manage(song_tien, "shell", "--no-imports", "-c", count)
    manage(song_tien, "load_province")
    assert manage(song_tien, "shell", "--no-imports", "-c", count) == before
