"""Receipts that bear the agency's digital seal, and the tax office that is told of each."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cuulong.core.files.store import read
from cuulong.core.organisations.queries import forget_tree
from cuulong.core.outbox.testing import run_jobs
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.people.testing import make_agency, sign_in
from cuulong.core.signatures import demo_ca
from cuulong.core.signatures.findings import Verdict
from cuulong.core.signatures.rules import CannotSign
from cuulong.core.signatures.sign import signed_fields
from cuulong.core.signatures.validate import report
from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7
from cuulong.published.ports.payments import Line
from cuulong.systems.payments.actions.charge import request_charge
from cuulong.systems.payments.actions.receipts import replace_receipt
from cuulong.systems.payments.actions.sign_receipts import resend, sign_receipts
from cuulong.systems.payments.models import Charge, Receipt, TaxReport

from .conftest import Treasury, ask_for, transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(treasury: Treasury, settings: Any, tmp_path: Path) -> Treasury:
    """The ward has a seal; reports go into a folder of the test."""
    settings.CA_DIR, settings.OUTGOING_DIR = tmp_path / "ca", tmp_path / "outgoing"
    demo_ca.ensure(agencies=[treasury.ward])
    return treasury


def paid(treasury: Treasury, amount: int = 16_000) -> Receipt:
    charge = ask_for(treasury, amount)
    transfer(amount, charge.reference)
    return Receipt.objects.select_related("agency__parent", "charge", "replaces").get(charge=charge)


def seal(treasury: Treasury, *receipts: Receipt) -> list[Receipt]:
    return sign_receipts(receipts, pin=demo_ca.PIN, acting=treasury.accountant)


def told_of(folder: Path) -> list[dict[str, Any]]:
    found = [json.loads(one.read_text(encoding="utf-8")) for one in (folder / "tax").glob("*.json")]
    return sorted(found, key=lambda said: (said["number"], said["event"] != "issued"))


def test_a_receipt_is_sealed_once_and_the_signature_stands(sealed: Treasury) -> None:
    receipt = paid(sealed)
    (done,) = seal(sealed, receipt)
    assert done.signed is not None
    pdf = read(done.signed)
    assert signed_fields(pdf) == ["organisation"]
    judged = report(pdf)
    assert (judged.verdict, judged.by) == (Verdict.VALID, "UBND phường Mẫu"), judged
    assert seal(sealed, Receipt.objects.get(pk=receipt.pk)) == []
    assert Receipt.objects.get(pk=receipt.pk).signed == done.signed


def test_a_wrong_pin_an_agency_without_a_seal_and_a_stranger_seal_nothing(sealed: Treasury) -> None:
    receipt = paid(sealed)
    with pytest.raises(CannotSign, match="PIN"):
        sign_receipts([receipt], pin="0000", acting=sealed.accountant)
    receipt.agency.certificates.update(revoked_at=timezone.now() - timedelta(days=1))
    with pytest.raises(CannotSign, match="con dấu số"):
        seal(sealed, receipt)
    with pytest.raises(Forbidden):
        sign_receipts([receipt], pin=demo_ca.PIN, acting=Acting.anonymous())
    assert not TaxReport.objects.exists()


def test_the_tax_office_is_told_of_each_event_once(sealed: Treasury, settings: Any) -> None:
    first, second = paid(sealed), paid(sealed, 20_000)
    seal(sealed, first, second)
    new = replace_receipt(first, payer="Tên Viết Đúng", reason="sai tên", acting=sealed.accountant)
    run_jobs()
    said = told_of(Path(settings.OUTGOING_DIR))
    assert [(one["number"], one["event"]) for one in said] == [
        (first.number, "issued"),
        (first.number, "replaced"),
        (second.number, "issued"),
    ]
    assert said[1]["reason"] == "sai tên"
    assert len(list((Path(settings.OUTGOING_DIR) / "tax").glob("*.pdf"))) == 2
    seal(sealed, Receipt.objects.select_related("agency__parent", "charge", "replaces").get(pk=new.pk))
    run_jobs()
    assert told_of(Path(settings.OUTGOING_DIR))[-1]["replaces"] == str(first)
    assert not TaxReport.objects.filter(sent_at=None).exists()


def test_an_office_that_is_away_is_tried_again_and_shown(sealed: Treasury, settings: Any, client: Client) -> None:
    blocked = Path(settings.OUTGOING_DIR)
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    seal(sealed, paid(sealed))
    run_jobs()
    waiting = TaxReport.objects.get()
    assert (waiting.sent_at, waiting.tries) == (None, 1)
    assert waiting.error
    assert sealed.accountant.account is not None
    sign_in(client, sealed.accountant.account)
    page = client.get(reverse("payments:tax_reports")).content.decode()
    assert "Chưa gửi được" in page
    blocked.unlink()
    assert client.post(reverse("payments:tax_report_resend", args=[waiting.uuid])).status_code == 302
    assert len(told_of(blocked)) == 1
    assert resend(waiting, acting=sealed.accountant).tries == 2, "what was taken is not handed over again"


def test_a_receipt_that_was_never_sealed_is_nobodys_business_at_the_tax_office(sealed: Treasury) -> None:
    replace_receipt(paid(sealed), payer="Tên Viết Đúng", reason="sai tên", acting=sealed.accountant)
    assert not TaxReport.objects.exists()


def test_on_screen_from_the_list_to_the_sealed_file(sealed: Treasury, client: Client) -> None:
    receipt = paid(sealed)
    assert sealed.accountant.account is not None
    sign_in(client, sealed.accountant.account)
    assert "Ký số 1 biên lai" in client.get(reverse("payments:receipts")).content.decode()
    wrong = client.post(reverse("payments:receipts_sign"), {"pin": "sai-pin-7391"})
    assert wrong.status_code == 422
    assert "sai-pin-7391" not in wrong.content.decode()
    assert client.post(reverse("payments:receipts_sign"), {"pin": demo_ca.PIN}).status_code == 302
    guest = Client()
    sheet = guest.get(reverse("payments:receipt", args=[receipt.code])).content.decode()
    address = reverse("payments:receipt_pdf", args=[receipt.code])
    assert address in sheet
    answer = guest.get(address)
    assert answer.headers["Content-Type"] == "application/pdf"
    unsigned = paid(sealed, 30_000)
    assert guest.get(reverse("payments:receipt_pdf", args=[unsigned.code])).status_code == 404


def test_each_agency_is_sealed_apart_with_the_pin_of_its_own_seal(sealed: Treasury, client: Client) -> None:
    paid(sealed)
    other = make_agency("xa-khac", name="UBND xã Khác", parent=sealed.province)
    forget_tree()
    foreign = request_charge(
        Ref("services.dossier", uuid7()),
        agency=other.ref,
        payer="Trần Thị Thử",
        code="at_filing",
        lines=[Line(code="a", title="Phí", amount=7_000)],
    )
    transfer(7_000, foreign.reference)
    assert sealed.accountant.account is not None
    sign_in(client, sealed.accountant.account)
    door = reverse("payments:receipts_sign")
    page = client.get(f"{door}?agency={sealed.ward.uuid}").content.decode()
    assert "UBND xã Khác" in page
    assert "Trần Thị Thử" not in page
    without = client.post(f"{door}?agency={other.uuid}", {"pin": demo_ca.PIN})
    assert "chưa có con dấu số" in without.content.decode()
    assert client.post(f"{door}?agency={sealed.ward.uuid}", {"pin": demo_ca.PIN}).status_code == 302
    assert Receipt.objects.filter(signed=None).get().agency == other


def test_charges_of_other_agencies_are_not_sealed_here(sealed: Treasury, client: Client) -> None:
    paid(sealed)
    assert Charge.objects.exists()
    assert sealed.cashier.account is not None
    sign_in(client, sealed.cashier.account)
    page = client.get(reverse("payments:receipts_sign")).content.decode()
    assert "Không còn biên lai nào" in page, "the seal of the ward is not the counter's"
