"""Scans are read by machine so that they can be found; never shown as more than that (nhận dạng chữ)."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from cuulong.core.files import recognising
from cuulong.core.files.store import store
from cuulong.core.outbox.testing import run_jobs
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.core.search.find import find
from cuulong.core.search.models import Entry
from cuulong.systems.services.demo_papers import drawing
from cuulong.systems.services.dossiers.actions.read_scans import ask_to_read, read_waiting
from cuulong.systems.services.dossiers.models import Dossier, Paper, Reading
from tests.journeys.papers import paper as tiny_pdf

from .conftest import Make, who

MACHINE = Acting.system("test")
SENTENCE = "Thửa đất số 47 tờ bản đồ 12 ấp Cây Điệp"
needs_tesseract = pytest.mark.skipif(not recognising.available(), reason="tesseract with Vietnamese is not installed")


def scan(words: str = SENTENCE) -> bytes:
    """A page as a scanner gives it: a picture without any words of its own."""
    with pypdfium2.PdfDocument(drawing("Giấy chứng nhận", words)) as document:
        image = document[0].render(scale=200 / 72).to_pil().convert("RGB")
    out = BytesIO()
    image.save(out, format="PDF", resolution=200)
    return out.getvalue()


def with_scan(one: Dossier, data: bytes, name: str = "so-do.pdf") -> Paper:
    one.papers.filter(key="giay-to-dat").update(replaced=True)
    return Paper.objects.create(dossier=one, key="giay-to-dat", file=store(data, name=name, acting=MACHINE))


@needs_tesseract
def test_a_scan_is_read_word_by_word(db: None) -> None:
    read = recognising.recognise(store(scan(), name="so-do.pdf", acting=MACHINE))
    assert SENTENCE in " ".join(read.text.split())
    assert (read.pages, read.whole) == (1, True)
    assert read.engine.startswith("tesseract")


def test_a_page_with_words_of_its_own_needs_no_machine(db: None, settings: Settings) -> None:
    settings.TESSERACT = "no-such-program"
    read = recognising.recognise(store(drawing("Giấy chứng nhận", SENTENCE), name="so-do.pdf", acting=MACHINE))
    assert SENTENCE in read.text
    assert read.engine == "pdf"


def test_reading_is_bounded_in_pages_and_time(db: None) -> None:
    long = BytesIO()
    with pypdfium2.PdfDocument.new() as document, pypdfium2.PdfDocument(drawing("Phụ lục", SENTENCE)) as one:
        for _n in range(3):
            document.import_pages(one)
        document.save(long)
    stored = store(long.getvalue(), name="phu-luc.pdf", acting=MACHINE)
    read = recognising.recognise(stored, most_pages=2)
    assert (read.pages, read.whole) == (2, False)
    read = recognising.recognise(stored, seconds=0)
    assert (read.pages, read.whole, read.text) == (0, False, "")


def test_what_came_with_an_accepted_dossier_waits_once(dossier: Make, now: datetime) -> None:
    assert ask_to_read(dossier("sent"), at=now) == 0
    one = dossier("accepted")
    scans = one.papers.filter(replaced=False, file__isnull=False).count()
    assert ask_to_read(one, at=now) == scans > 0
    assert ask_to_read(one, at=now) == 0


def test_acceptance_lets_scans_be_read(dossier: Make) -> None:
    one = dossier("accepted")
    run_jobs()
    assert set(Reading.objects.values_list("paper__dossier", "state")) == {(one.pk, "waiting")}


def test_the_words_of_a_scan_find_its_dossier_within_its_rights(dossier: Make, now: datetime) -> None:
    one = dossier("accepted")
    paper = with_scan(one, drawing("Giấy chứng nhận quyền sử dụng đất", "Thửa đất Cồn Phụng bốn mươi bảy"))
    ask_to_read(one, at=now)
    assert read_waiting() > 0
    found = find(who("lc.tiepnhan"), "con phung bon muoi bay", kinds=[Paper.ref_kind])
    assert [hit.ref.uuid for hit in found.items] == [paper.uuid]
    assert "Cồn Phụng" not in found.items[0].title + found.items[0].summary
    assert one.code is not None
    assert one.code in found.items[0].title
    for stranger in ("cn.tiepnhan", "nguyenvanthu"):
        assert not find(who(stranger), "con phung bon muoi bay").items


def test_a_paper_that_was_replaced_is_found_no_more(dossier: Make, now: datetime) -> None:
    one = dossier("accepted")
    paper = with_scan(one, drawing("Giấy chứng nhận", "Thửa đất Cồn Phụng"))
    ask_to_read(one, at=now)
    read_waiting()
    with_scan(one, drawing("Giấy chứng nhận", "Thửa đất Vàm Nước Trong"))
    ask_to_read(one, at=now)
    read_waiting()
    assert not Entry.objects.filter(uuid=paper.uuid).exists()
    assert not find(who("lc.tiepnhan"), "con phung", kinds=[Paper.ref_kind]).items
    assert find(who("lc.tiepnhan"), "vam nuoc trong", kinds=[Paper.ref_kind]).items


def test_without_the_program_scans_go_on_waiting_and_the_page_says_so(
    dossier: Make, now: datetime, settings: Settings
) -> None:
    settings.TESSERACT = "no-such-program"
    one = dossier("accepted")
    paper = with_scan(one, scan())
    Reading.objects.create(paper=paper, asked_at=now - timedelta(days=1))
    assert read_waiting() == 0
    reading = Reading.objects.get(paper=paper)
    assert (reading.state, reading.attempts) == ("waiting", 0)
    page = sign_in(Client(), Account.objects.get(username="lc.tiepnhan"))
    said = page.get(reverse("services:paper_text", args=[paper.uuid])).content.decode()
    assert "chưa cài bộ nhận dạng chữ" in said
    assert page.get(reverse("services:dossier_paper", args=[paper.uuid])).status_code == 200


def test_what_cannot_be_read_fails_once_and_holds_nobody_up(dossier: Make, now: datetime) -> None:
    one = dossier("accepted")
    broken = with_scan(one, b"%PDF-1.7\nnothing in it\nstartxref\n0\n%%EOF\n", "hong.pdf")
    ask_to_read(one, at=now - timedelta(hours=1))
    good = one.papers.filter(replaced=False, file__isnull=False).count() - 1
    read_waiting()
    assert Reading.objects.get(paper=broken).state == "failed"
    assert Reading.objects.filter(state="done").count() == good
    assert read_waiting() == 0


def test_a_reader_that_died_is_followed_by_another_and_not_for_ever(dossier: Make, now: datetime) -> None:
    one = dossier("accepted")
    paper = with_scan(one, drawing("Giấy chứng nhận", SENTENCE))
    died = {"state": "begun", "begun_at": timezone.now() - timedelta(hours=1), "asked_at": now}
    reading = Reading.objects.create(paper=paper, attempts=1, **died)
    read_waiting()
    reading.refresh_from_db()
    assert (reading.state, reading.attempts) == ("done", 2)
    Reading.objects.filter(pk=reading.pk).update(attempts=3, **died)
    read_waiting()
    reading.refresh_from_db()
    assert reading.state == "failed"


def test_an_officer_reads_the_words_as_read_by_machine(dossier: Make, now: datetime) -> None:
    one = dossier("accepted")
    paper = with_scan(one, drawing("Giấy chứng nhận", f"{SENTENCE} <script>alert(1)</script>"))
    officer = sign_in(Client(), Account.objects.get(username="lc.tiepnhan"))
    address = reverse("services:paper_text", args=[paper.uuid])
    assert "sau khi hồ sơ được tiếp nhận" in officer.get(address).content.decode()
    ask_to_read(one, at=now)
    assert "đang chờ máy đọc" in officer.get(address).content.decode()
    read_waiting()
    page = officer.get(address).content.decode()
    assert SENTENCE in page
    assert "Máy đọc, có thể sai" in page
    assert "<script>alert" not in page
    assert address in officer.get(reverse("services:workspace", args=[one.uuid])).content.decode()
    for stranger in ("cn.tiepnhan",):
        assert sign_in(Client(), Account.objects.get(username=stranger)).get(address).status_code == 404


def test_an_empty_page_says_that_there_are_no_words(dossier: Make, now: datetime) -> None:
    if not recognising.available():
        pytest.skip("tesseract with Vietnamese is not installed")
    one = dossier("accepted")
    paper = with_scan(one, tiny_pdf("trang")["buffer"])
    Reading.objects.create(paper=paper, asked_at=now)
    read_waiting()
    officer = sign_in(Client(), Account.objects.get(username="lc.tiepnhan"))
    said = officer.get(reverse("services:paper_text", args=[paper.uuid])).content.decode()
    assert "không thấy chữ nào" in said
