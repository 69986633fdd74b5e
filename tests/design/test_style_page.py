"""The living style page and the two switches of every frame (trang mẫu)."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cuulong.design.style_page import FRAMES

pytestmark = pytest.mark.django_db
PAGES = [reverse("design:style"), *(reverse("design:frame", args=[name]) for name in FRAMES)]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_sample_screen_opens_with_nothing_inline(client: Client, page: str, language: str) -> None:
    client.cookies["django_language"] = language
    response = client.get(page)
    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}"' in html
    assert not re.search(r'\sstyle="|\son[a-z]+="|<style|<script(?![^>]*\ssrc=)', html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_a_form_with_errors_says_so_in_the_title(client: Client) -> None:
    assert re.search(r"<title>Lỗi: ", client.get(reverse("design:frame", args=["form"])).content.decode())


def test_an_unknown_sample_is_not_found(client: Client) -> None:
    assert client.get(reverse("design:frame", args=["nothing"])).status_code == 404


def test_a_reader_chooses_dark_and_then_follows_the_system_again(client: Client) -> None:
    back = reverse("design:style")
    response = client.post(reverse("design:theme"), {"theme": "dark", "next": back})
    assert (response.status_code, response["Location"]) == (302, back)
    assert 'data-bs-theme="dark">' in client.get(back).content.decode()[:200]
    client.post(reverse("design:theme"), {"theme": "auto", "next": back})
    assert "data-bs-theme" not in client.get(back).content.decode()[:200]


def test_a_reader_changes_the_language_without_script(client: Client) -> None:
    back = reverse("design:style")
    client.post(reverse("design:language"), {"language": "en", "next": back})
    assert '<html lang="en"' in client.get(back).content.decode()


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_the_switches_never_lead_elsewhere(client: Client, target: str) -> None:
    assert client.post(reverse("design:language"), {"language": "en", "next": target})["Location"] == "/"


def test_a_language_nobody_offers_changes_nothing(client: Client) -> None:
    client.post(reverse("design:language"), {"language": "xx", "next": "/design/"})
    assert '<html lang="vi"' in client.get(reverse("design:style")).content.decode()
