from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.core.signatures.office import Office, open_office


@pytest.fixture(scope="session")
def ca_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ca")


@pytest.fixture
def office(db: None, ca_folder: Path, tmp_path: Path, settings: Settings) -> Office:
    """Whoever signs, with keys of a demo authority that is made once for a run."""
    settings.CA_DIR = ca_folder
    settings.TRUST_DIR = tmp_path / "trust"
    settings.TSA_URL = ""
    return open_office()
