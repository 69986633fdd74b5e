"""The letter that answers a dossier, from its draft to its seal (văn bản trả kết quả)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.test import Client
from django.utils import timezone

from cuulong.core.files.models import StoredFile
from cuulong.core.files.store import read
from cuulong.core.signatures import demo_ca
from cuulong.core.signatures.models import Issued
from cuulong.published.ports.results import Result, results
from cuulong.systems.services.demo import give_certificates, official_for
from cuulong.systems.services.dossiers.actions.result import number_and_seal, sign
from cuulong.systems.services.dossiers.actions.step import step_of
from cuulong.systems.services.dossiers.models import Dossier
from tests.core.signatures.pdfa import faults
from tests.journeys.papers import judged_by_pyhanko, words_of

from .conftest import Make


@pytest.fixture
def at_stage(dossier: Make) -> Make:
    """A dossier of officials who hold certificates."""
    give_certificates()
    return dossier


def letter_of(dossier: Dossier) -> tuple[Result, bytes]:
    result = results().find(dossier.ref)
    assert result is not None
    return result, read(StoredFile.objects.get(uuid=result.file.uuid))


def scanned(pdf: bytes) -> str:
    """What a phone reads from the last page of the letter on paper, with nothing that signatures show."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[len(document) - 1].render(scale=2, may_draw_forms=False).to_pil()
    return "".join(code.text for code in zxingcpp.read_barcodes(picture))


def do(act: Callable[..., Dossier], dossier: Dossier, *words: str, **more: str) -> None:
    """The official whose turn it is does it."""
    step = step_of(dossier)
    act(dossier, step, *words, acting=official_for(step), at=timezone.now(), revision=None, **more)


def test_the_letter_prints_its_qr_from_the_draft_on(at_stage: Make, tmp_path: Path) -> None:
    result, draft = letter_of(at_stage("proposed"))
    assert result.state == "drafted"
    assert scanned(draft) == f"{settings.BASE_URL}/verify/{result.verify_code}/"
    path = tmp_path / "draft.pdf"
    path.write_bytes(draft)
    assert result.verify_code in words_of(path)


def test_the_qr_that_was_signed_leads_to_the_sealed_letter_and_to_nothing_before(
    at_stage: Make, client: Client
) -> None:
    waiting = at_stage("signed")
    result, signed = letter_of(waiting)
    address = urlsplit(scanned(signed)).path
    assert result.state == "signed"
    for path in (address, f"{address}original.pdf", f"{address}page.png"):
        assert client.get(path).status_code == 404, path
    do(number_and_seal, waiting, pin=demo_ca.PIN)
    result, sealed = letter_of(waiting)
    assert sealed.startswith(signed)
    assert scanned(sealed) == scanned(signed)
    assert client.get(address).status_code == 200
    assert Issued.objects.get(subject_uuid=waiting.uuid).code == result.verify_code


def test_pyhanko_finds_nothing_but_form_filling_under_the_qr(at_stage: Make) -> None:
    found = judged_by_pyhanko(letter_of(at_stage("issued"))[1])
    assert [(name, intact, valid) for name, intact, valid, _change in found] == [
        ("person", True, True),
        ("number", True, True),
        ("organisation", True, True),
    ]
    assert {change.name for *_rest, change in found} <= {"NONE", "LTA_UPDATES", "FORM_FILLING"}


def test_the_sealed_letter_with_its_qr_keeps_the_rules_of_the_archive(at_stage: Make) -> None:
    assert faults(letter_of(at_stage("issued"))[1]) == []


def test_a_letter_drafted_anew_has_a_code_of_its_own(at_stage: Make) -> None:
    """A copy of a draft that was never sealed must not lead to another letter."""
    waiting = at_stage("reviewed")
    before = letter_of(waiting)[0].verify_code
    do(sign, waiting, pin=demo_ca.PIN)
    assert letter_of(waiting)[0].verify_code not in ("", before)
