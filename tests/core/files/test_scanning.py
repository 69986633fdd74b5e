"""Every upload is scanned where a scanner is set; an infected one is locked away and reported."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cuulong.core.files import rules, vault
from cuulong.core.files.models import QuarantinedFile, Scan, StoredFile
from cuulong.core.files.store import store
from cuulong.core.outbox.models import Fact
from cuulong.core.people.testing import make_agency, make_official, sign_in
from tests.core.files.conftest import Sender
from tests.core.files.samples import PDF
from tests.core.files.servers import EICAR, clamd, free_port

INFECTED = PDF.replace(b"<<>>", EICAR)


@pytest.fixture(scope="module")
def scanner_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with clamd(tmp_path_factory.mktemp("clamd")) as address:
        yield address


@pytest.fixture
def scanner(scanner_address: str, settings: Settings) -> None:
    settings.CLAMD_ADDRESS = scanner_address


@pytest.mark.django_db
def test_a_clean_file_is_marked_as_scanned(scanner: None, acting: Sender) -> None:
    assert store(PDF, name="a.pdf", acting=acting).scan == Scan.CLEAN


@pytest.mark.django_db(transaction=True)
def test_an_infected_file_is_refused_locked_away_and_reported_though_the_caller_rolls_back(
    scanner: None, acting: Sender, folder: Path
) -> None:
    with pytest.raises(rules.Refused) as refused, transaction.atomic():
        store(BytesIO(INFECTED), name="đơn.pdf", acting=acting)
    assert refused.value.code == "infected"
    assert not StoredFile.objects.exists()
    locked = QuarantinedFile.objects.get()
    assert "Eicar" in locked.threat
    assert (folder / vault.QUARANTINE / locked.sha256).read_bytes() == INFECTED
    assert Fact.objects.get(name="files.quarantined").payload["sha256"] == locked.sha256


@pytest.mark.django_db
def test_nothing_comes_in_while_the_scanner_is_away(settings: Settings, acting: Sender) -> None:
    settings.CLAMD_ADDRESS = f"127.0.0.1:{free_port()}"
    with pytest.raises(rules.Refused) as refused:
        store(PDF, name="a.pdf", acting=acting)
    assert refused.value.code == "scanner_down"
    assert "Thử lại" in str(refused.value)


@pytest.mark.django_db
def test_administrators_see_what_is_locked_away_and_others_do_not(client: Client) -> None:
    agency = make_agency("phuong-mau")
    QuarantinedFile.objects.create(sha256="a" * 64, size=10, name="hoá đơn.pdf", threat="Eicar-Test", sent_by="x")
    sign_in(client, make_official("quan.tri", agency, "administrator"))
    page = client.get(reverse("files:quarantine"))
    assert "hoá đơn.pdf" in page.content.decode()
    assert client.get(reverse("files:quarantine"), {"export": "csv"}).status_code == 200
    sign_in(client, make_official("chuyen.vien", agency, "specialist"))
    assert client.get(reverse("files:quarantine")).status_code == 403
