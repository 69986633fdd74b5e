"""Anybody follows a dossier by its code and a second fact, and learns nothing without both (theo dõi hồ sơ)."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from .conftest import Make


@pytest.fixture
def stranger(province: None) -> Client:
    cache.clear()
    return Client()


def test_the_page_asks_for_the_code_and_four_digits(stranger: Client) -> None:
    page = stranger.get("/tra-cuu/?ma=H61-1").content.decode()
    assert 'name="code"' in page
    assert 'value="H61-1"' in page
    assert 'name="phone_end"' in page


def test_both_facts_open_the_timeline_and_name_nobody(dossier: Make, stranger: Client) -> None:
    one = dossier("accepted")
    page = stranger.post("/tra-cuu/", {"code": one.code.lower(), "phone_end": one.applicant_phone[-4:]})
    assert page.status_code == 200
    assert one.code in page.content.decode()
    for secret in (one.applicant_name, one.applicant_phone, *map(str, one.answers.values())):
        assert len(secret) < 9 or secret not in page.content.decode(), secret


def test_a_wrong_fact_and_a_code_nobody_bears_are_told_alike(dossier: Make, stranger: Client) -> None:
    one = dossier("sent")
    wrong = stranger.post("/tra-cuu/", {"code": one.code, "phone_end": "0000"})
    none = stranger.post("/tra-cuu/", {"code": one.code[:-1] + "9", "phone_end": one.applicant_phone[-4:]})
    assert (wrong.status_code, none.status_code) == (422, 422)
    said = "Không có hồ sơ mang mã này và 4 số điện thoại này"
    assert said in wrong.content.decode()
    assert said in none.content.decode()


def test_guessing_is_slowed_down(dossier: Make, stranger: Client) -> None:
    one = dossier("sent")
    for n in range(20):
        stranger.post("/tra-cuu/", {"code": one.code, "phone_end": f"{n:04}"})
    late = stranger.post("/tra-cuu/", {"code": one.code, "phone_end": one.applicant_phone[-4:]})
    assert "Đợi một phút" in late.content.decode()
