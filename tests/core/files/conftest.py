"""Somebody who sends files, a folder for them, and small files of every kind."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from cuulong.lib.facts import Ref


class Sender:
    label = ""
    actor_ref = Ref("people.account", UUID(int=7))
    behalf_ref = None


@pytest.fixture
def acting() -> Sender:
    return Sender()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    settings.CLAMD_ADDRESS = settings.S3_ENDPOINT = ""
    return tmp_path / "files"
