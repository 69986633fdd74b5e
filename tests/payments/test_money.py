"""Matching, double and excess payment, refunds, receipts, shifts: what an accountant and a cashier would say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cuulong.core.people.acting import Forbidden
from cuulong.core.people.testing import make_agency, make_official, sign_in
from cuulong.lib.money_words import dong_in_words
from cuulong.published.facts.services import DossierWithdrawn, FeeOverpaid
from cuulong.systems.payments.actions.cash import cash_in, close_shift, collect_cash
from cuulong.systems.payments.actions.charge import NotDue, cancel_charge
from cuulong.systems.payments.actions.receipts import replace_receipt
from cuulong.systems.payments.actions.receive import assign, undo
from cuulong.systems.payments.actions.refunds import decide, pay_out, request_refund
from cuulong.systems.payments.answers import PaymentDesk
from cuulong.systems.payments.models import ChargeState, PaymentState, Receipt, ReceiptState, Refund, RefundCause, Shift
from cuulong.systems.payments.rules import NO_LONGER_OWED, PAID_TOO_MUCH, PAID_TWICE, NotPossible, references_in
from cuulong.systems.payments.subscribers import give_surplus_back, give_up

from .conftest import BANK, Ask, Treasury, transfer


@pytest.mark.parametrize(
    "memo",
    ["CLAB12CD34EF56", "MBVCB.123.clab12cd34ef56.CT tu 0123", "CL AB12 CD34-EF56 nộp phí", "HOC LE CL.AB12CD34EF56"],
)
def test_the_reference_is_found_however_the_bank_broke_it(memo: str) -> None:
    assert "CLAB12CD34EF56" in references_in(memo)


def test_a_word_before_the_reference_that_ends_like_one_hides_nothing(ask: Ask) -> None:
    charge = ask()
    assert transfer(16_000, f"LE THI CL {charge.reference}").state == PaymentState.MATCHED


def test_without_reference_the_amount_and_the_name_are_enough_only_when_one_fee_fits(ask: Ask) -> None:
    first = ask(16_000, "Đặng Thị Ngọc Ánh")
    found = transfer(16_000, "DANG THI NGOC ANH nop le phi")
    assert (found.charge, found.state) == (first, PaymentState.MATCHED)
    ask(16_000, "Đặng Thị Ngọc Ánh"), ask(16_000, "Đặng Thị Ngọc Ánh")
    assert transfer(16_000, "DANG THI NGOC ANH nop le phi lan 2").charge is None


def test_a_fee_paid_twice_says_so_and_keeps_the_second_open(ask: Ask) -> None:
    charge = ask()
    transfer(16_000, charge.reference)
    second = transfer(16_000, charge.reference)
    assert (second.rest, second.state, second.why) == (16_000, PaymentState.DIFFERING, PAID_TWICE)


def test_money_for_a_withdrawn_dossier_says_so(ask: Ask) -> None:
    charge = cancel_charge(ask(), reason="rút", acting=BANK)
    assert transfer(16_000, charge.reference).why == NO_LONGER_OWED


def test_too_much_pays_and_leaves_the_excess_open(ask: Ask) -> None:
    charge = ask()
    payment = transfer(20_000, charge.reference)
    charge.refresh_from_db()
    assert (charge.state, payment.rest, payment.why) == (ChargeState.PAID, 4_000, PAID_TOO_MUCH)


def test_two_halves_pay_together(ask: Ask) -> None:
    charge = ask()
    transfer(6_000, charge.reference)
    charge.refresh_from_db()
    assert charge.state == ChargeState.DUE
    transfer(10_000, charge.reference)
    charge.refresh_from_db()
    assert charge.state == ChargeState.PAID


def test_an_accountant_assigns_with_a_reason_and_undoes_it(treasury: Treasury, ask: Ask) -> None:
    charge, payment = ask(), transfer(16_000, "khong ghi gi")
    with pytest.raises(NotPossible):
        assign(payment, charge, reason=" ", acting=treasury.accountant)
    with pytest.raises(Forbidden):
        assign(payment, charge, reason="quen ghi mã", acting=treasury.cashier)
    assert assign(payment, charge, reason="quên ghi mã", acting=treasury.accountant).state == PaymentState.MATCHED
    back = undo(payment, reason="nhầm người", acting=treasury.accountant)
    charge.refresh_from_db()
    assert (back.rest, back.charge, charge.state) == (16_000, None, ChargeState.DUE)
    assert Receipt.objects.get(charge=charge).state == ReceiptState.CANCELLED


def test_whoever_asks_for_a_refund_does_not_approve_it(treasury: Treasury, ask: Ask) -> None:
    charge = ask()
    transfer(16_000, charge.reference)
    refund = request_refund(
        charge, amount=16_000, cause=RefundCause.WITHDRAWN, note="rút hồ sơ", acting=treasury.cashier
    )
    with pytest.raises(NotPossible):
        pay_out(refund, channel="vietqr", acting=treasury.accountant, at=timezone.now(), proof_number="FT9")
    with pytest.raises(Forbidden):
        decide(refund, approve=True, words="", acting=treasury.cashier)
    Refund.objects.update(requested_by=treasury.chief.account)
    with pytest.raises(NotPossible, match="không tự duyệt"):
        decide(refund, approve=True, words="", acting=treasury.chief)
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.update(state="approved", decided_by=treasury.chief.account)


def test_a_part_goes_back_and_the_receipt_is_replaced_by_one_of_what_is_kept(treasury: Treasury, ask: Ask) -> None:
    charge = ask()
    transfer(16_000, charge.reference)
    refund = request_refund(
        charge, amount=8_000, cause=RefundCause.LOWERED, note="chỉ còn một bản", acting=treasury.cashier
    )
    decide(refund, approve=True, words="", acting=treasury.chief)
    with pytest.raises(NotPossible):
        pay_out(refund, channel="vietqr", acting=treasury.accountant, at=timezone.now())
    pay_out(refund, channel="vietqr", acting=treasury.accountant, at=timezone.now(), proof_number="FT9")
    valid = Receipt.objects.get(charge=charge, state=ReceiptState.VALID)
    assert (valid.total, valid.replaces.state) == (8_000, ReceiptState.REPLACED)
    with pytest.raises(NotPossible):
        request_refund(charge, amount=8_001, cause=RefundCause.OTHER, note="nữa", acting=treasury.cashier)


def test_a_withdrawn_dossier_stops_asking_and_proposes_the_refundable_once(treasury: Treasury, ask: Ask) -> None:
    charge, kept = ask(), ask(50_000, refundable=False)
    for paid in (charge, kept):
        transfer(paid.total, paid.reference)
    for one in (charge, kept):
        fact = DossierWithdrawn(
            subject=one.subject, code="H1", procedure="1", agency=treasury.ward.ref, at=timezone.now()
        )
        give_up(fact), give_up(fact)
    assert [(r.charge, r.amount, r.requested_by) for r in Refund.objects.all()] == [(charge, 16_000, None)]


def test_less_is_owed_after_payment_so_the_difference_is_proposed_once(ask: Ask) -> None:
    charge = ask()
    transfer(16_000, charge.reference)
    for _time in range(2):
        PaymentDesk().give_back(charge.ref, amount=8_000, reason="Số bản giảm")
    assert [r.amount for r in charge.refunds.all()] == [8_000]


def test_receipts_are_numbered_without_a_gap_and_a_wrong_name_is_replaced(treasury: Treasury, ask: Ask) -> None:
    for _time in range(3):
        charge = ask()
        collect_cash(charge, acting=treasury.cashier, at=timezone.now())
    assert list(Receipt.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    old = Receipt.objects.get(charge=charge)
    new = replace_receipt(old, payer="Nguyễn Thị Thử", reason="sai tên", acting=treasury.accountant)
    old.refresh_from_db()
    assert (new.number, new.payer, old.state) == (4, "Nguyễn Thị Thử", ReceiptState.REPLACED)


def test_the_date_line_of_a_receipt_names_the_place_of_the_agency_that_collects(treasury: Treasury, ask: Ask) -> None:
    treasury.ward.short_name = "Phường Mẫu"
    treasury.ward.save()
    charge = ask()
    collect_cash(charge, acting=treasury.cashier, at=timezone.now())
    code = Receipt.objects.get(charge=charge).code
    page = Client().get(reverse("payments:receipt", args=[code])).content.decode()
    assert '<p class="sheet-date">Mẫu, ngày' in page


def test_the_shift_is_closed_with_what_was_counted_and_a_difference_needs_a_reason(
    treasury: Treasury, ask: Ask
) -> None:
    for _time in range(2):
        collect_cash(ask(), acting=treasury.cashier, at=timezone.now())
    shift = Shift.objects.get()
    assert (cash_in(shift), shift.agency) == (32_000, treasury.centre)
    with pytest.raises(NotPossible):
        close_shift(shift, counted=31_000, reason="", acting=treasury.cashier, at=timezone.now())
    with pytest.raises(NotPossible):
        close_shift(shift, counted=32_000, reason="", acting=treasury.chief, at=timezone.now())
    closed = close_shift(shift, counted=31_000, reason="thiếu một tờ", acting=treasury.cashier, at=timezone.now())
    assert closed.difference == -1_000
    with pytest.raises(NotDue):
        collect_cash(shift.payments.first().charge, acting=treasury.cashier, at=timezone.now())
    collect_cash(ask(), acting=treasury.cashier, at=timezone.now())
    assert Shift.objects.filter(closed_at=None).count() == 1


def test_a_message_and_a_statement_line_of_one_transfer_are_booked_once_whichever_comes_first(ask: Ask) -> None:
    first, at = ask(), timezone.now()
    told = transfer(16_000, f"CT {first.reference}", number="MSG1", at=at)
    said = transfer(16_000, first.reference, number="h:1", at=at - timedelta(hours=20), stated=True, loose=True)
    assert said.pk == told.pk
    second = ask()
    said = transfer(16_000, second.reference, number="h:2", at=at, stated=True, loose=True)
    assert transfer(16_000, f"x {second.reference}", number="MSG2", at=at).pk == said.pk
    assert transfer(16_000, f"x {second.reference}", number="MSG3", at=at).why == PAID_TWICE


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (16_000, "Mười sáu nghìn đồng"),
        (1_005_021, "Một triệu không trăm linh năm nghìn không trăm hai mươi mốt đồng"),
        (150_000, "Một trăm năm mươi nghìn đồng"),
        (2_000_115_000, "Hai tỷ một trăm mười lăm nghìn đồng"),
    ],
)
def test_amounts_in_words(amount: int, words: str) -> None:
    assert dong_in_words(amount) == words


def test_the_screens_of_a_refund_from_request_to_proof(treasury: Treasury, ask: Ask) -> None:
    charge = ask()
    transfer(16_000, charge.reference)
    people = {name: sign_in(Client(), getattr(treasury, name).account) for name in ("cashier", "chief", "accountant")}
    asked = people["cashier"].post(
        reverse("payments:refund_charge", args=[charge.uuid]),
        {"amount": "16.001", "cause": "withdrawn", "note": "rút", "payee": "Nguyễn Văn Thử"},
    )
    assert asked.status_code == 422
    assert "Chỉ hoàn trả được từ 1 đến 16.000 đồng" in asked.content.decode()
    asked = people["cashier"].post(
        reverse("payments:refund_charge", args=[charge.uuid]),
        {"amount": "16.000", "cause": "withdrawn", "note": "rút", "payee": "Nguyễn Văn Thử"},
    )
    refund = Refund.objects.get()
    assert asked.headers["Location"] == reverse("payments:refund", args=[refund.uuid])
    assert (
        people["cashier"].post(reverse("payments:refund_decide", args=[refund.uuid]), {"approve": 1}).status_code == 403
    )
    people["chief"].post(reverse("payments:refund_decide", args=[refund.uuid]), {"approve": 1})
    paid = people["accountant"].post(
        reverse("payments:refund", args=[refund.uuid]), {"channel": "vietqr", "proof_number": "FT77"}
    )
    assert paid.status_code == 302
    charge.refresh_from_db()
    assert charge.state == ChargeState.REFUNDED
    receipt = Receipt.objects.get(charge=charge)
    assert "ĐÃ HỦY" in Client().get(reverse("payments:receipt", args=[receipt.code])).content.decode()


def test_the_counter_that_collects_is_offered_the_refund_and_nobody_elsewhere(treasury: Treasury, ask: Ask) -> None:
    charge = ask()
    transfer(16_000, charge.reference)
    page, door = reverse("payments:pay", args=[charge.uuid]), reverse("payments:refund_charge", args=[charge.uuid])
    elsewhere = make_official(
        "xa.thu", make_agency("xa-kia", name="UBND xã Kia", parent=treasury.province), "fee_collector"
    )
    offered = [
        door in sign_in(Client(), one).get(page).content.decode() for one in (treasury.cashier.account, elsewhere)
    ]
    assert offered == [True, False]
    assert door not in Client().get(page).content.decode()


def test_a_collector_of_another_agency_sees_neither_refund_nor_receipt(treasury: Treasury, ask: Ask) -> None:
    charge = ask()
    transfer(16_000, charge.reference)
    refund = request_refund(charge, amount=1, cause=RefundCause.OTHER, note="thử", acting=treasury.cashier)
    elsewhere = make_agency("xa-ben", name="UBND xã Bên", parent=treasury.province)
    stranger = sign_in(Client(), make_official("la", elsewhere, "fee_collector"))
    receipt = Receipt.objects.get(charge=charge)
    for name, key in (("refund", refund.uuid), ("refund_charge", charge.uuid), ("receipt_replace", receipt.uuid)):
        assert stranger.get(reverse(f"payments:{name}", args=[key])).status_code == 404
    assert stranger.get(reverse("payments:money")).status_code == 403


def test_a_fee_that_the_changed_form_lowers_is_proposed_for_refund_once(treasury: Treasury, ask: Ask) -> None:
    charge = ask()
    transfer(16_000, charge.reference)
    fact = FeeOverpaid(
        subject=charge.subject,
        code="H1",
        procedure="1",
        agency=treasury.ward.ref,
        at=timezone.now() - timedelta(seconds=1),
        moment="at_filing",
        paid=16_000,
        surplus=8_000,
    )
    give_surplus_back(fact), give_surplus_back(fact)
    assert [(r.charge, r.amount, r.cause) for r in Refund.objects.all()] == [(charge, 8_000, RefundCause.LOWERED)]
