"""Agencies that exchange, a folder for their files, and somebody who acts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cuulong.core.organisations.models import Agency, AgencyKind, AgencyProfile, Succession, SuccessionKind
from cuulong.core.organisations.queries import forget_tree
from cuulong.core.people.acting import Acting
from cuulong.core.people.testing import to_range
from cuulong.lib.dates import DateRange

SINCE, MERGED = date(2016, 1, 1), date(2025, 7, 1)


@pytest.fixture
def acting() -> Acting:
    return Acting.system("test")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    settings.CLAMD_ADDRESS = settings.S3_ENDPOINT = ""
    settings.AXIS_URL = settings.EXCHANGE_MAIL = settings.EXCHANGE_SEAL = ""
    return tmp_path / "files"


def make_agency(slug: str, name: str, code: str, code_102: str = "", *, until: date | None = None) -> Agency:
    life = to_range(DateRange(SINCE, until))
    agency = Agency.objects.create(slug=slug, kind=AgencyKind.PROVINCIAL_BODY, name=name, code=code, valid=life)
    AgencyProfile.objects.create(
        agency=agency,
        name=name,
        level="province",
        code=code,
        code_102=code_102,
        valid=life,
        email=f"{slug}@tinh.example",
    )
    forget_tree()
    return agency


@pytest.fixture
def office(db: None) -> Agency:
    """The sender."""
    return make_agency("van-phong-thu", "Văn phòng Thử nghiệm", "H99.1", "000.00.01.H99")


@pytest.fixture
def department(db: None) -> Agency:
    """A receiver inside."""
    return make_agency("so-thu", "Sở Thử nghiệm", "H99.2", "000.00.02.H99")


@pytest.fixture
def dissolved(department: Agency) -> Agency:
    """One that was merged into the receiver."""
    gone = make_agency("so-cu", "Sở Cũ", "H99.7", "000.00.07.H99", until=MERGED)
    Succession.objects.create(effective_on=MERGED, kind=SuccessionKind.MERGE, predecessor=gone, successor=department)
    forget_tree()
    return gone
