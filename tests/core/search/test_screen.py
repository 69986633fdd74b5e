"""The search box of the officials' bar."""

from __future__ import annotations

import pytest
from django.test import Client

from cuulong.core.people.testing import make_official, sign_in

from .conftest import Shelf, Wards


@pytest.fixture
def desk(shelf: Shelf, wards: Wards) -> Client:
    return sign_in(Client(), make_official("cv", wards.long_chau, "specialist"))


def test_the_only_bearer_of_a_code_opens_at_once(desk: Client, shelf: Shelf, wards: Wards) -> None:
    ref = shelf.add("Hồ sơ", key="H61.01-261124-0001", agency=wards.long_chau)
    answer = desk.get("/search/", {"q": "H61.01-261124-0001"})
    assert answer.status_code == 302
    assert answer["Location"] == f"/letters/{ref.uuid}/"


def test_results_stand_under_their_kind_with_the_words_marked(desk: Client, shelf: Shelf, wards: Wards) -> None:
    shelf.add("Đơn của Nguyễn Văn An", names="Nguyễn Văn An", agency=wards.room)
    page = desk.get("/search/", {"q": "van an"}).content.decode()
    assert "<h2>Thư</h2>" in page
    assert "Nguyễn <mark>Văn</mark> <mark>An</mark>" in page


def test_what_was_typed_stays_and_is_never_markup(desk: Client) -> None:
    page = desk.get("/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page
    assert "&quot;&gt;&lt;script&gt;alert(1)" in page
    assert "Không tìm thấy gì" in page


def test_an_unknown_kind_means_all_kinds(desk: Client, shelf: Shelf, wards: Wards) -> None:
    shelf.add("Thư", agency=wards.long_chau)
    assert "<mark>Thư</mark>" in desk.get("/search/", {"q": "thu", "kind": "no.such"}).content.decode()


def test_a_visitor_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/search/", {"q": "an"}).status_code == 302
