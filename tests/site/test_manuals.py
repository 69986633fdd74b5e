"""What manuals say is there: their links lead somewhere, the words they quote stand on screens (hướng dẫn sử dụng)."""

from __future__ import annotations

import re

import polib
import pytest
from django.test import Client
from django.urls import reverse

from cuulong.site.manuals import FOLDER, Manual, manuals
from launcher.layout import ROOT

CATALOGUE = polib.pofile(str(ROOT / "src" / "cuulong" / "locale" / "en" / "LC_MESSAGES" / "django.po"))
ON_SCREEN = {entry.msgid for entry in CATALOGUE if not entry.obsolete}


def test_citizens_counters_specialists_and_controlling_officers_have_one() -> None:
    assert list(manuals()) == ["nguoi-dan", "mot-cua", "chuyen-vien", "kiem-soat-thu-tuc"]
    assert {path.stem for path in FOLDER.glob("*.md")} == set(manuals())


@pytest.mark.parametrize("manual", manuals().values(), ids=manuals())
def test_every_link_leads_to_a_page(manual: Manual) -> None:
    routes = list(manual.routes())
    assert routes
    for name in routes:
        assert reverse(name).startswith("/")


@pytest.mark.parametrize("manual", manuals().values(), ids=manuals())
def test_every_button_it_names_is_on_a_screen_under_that_name(manual: Manual) -> None:
    labels = list(manual.labels())
    assert len(labels) > 10
    assert [label for label in labels if label not in ON_SCREEN] == []


@pytest.mark.django_db
@pytest.mark.parametrize("slug", list(manuals()))
def test_anybody_reads_it_also_among_english_screens(slug: str, client: Client) -> None:
    page = client.get(reverse("manual", args=[slug]), headers={"accept-language": "en"}).content.decode()
    assert f"<h1>{manuals()[slug].title}</h1>" in page
    assert 'lang="vi"' in page
    assert not re.search(r"\*\*|\]\(", page)  # no Markdown is left


@pytest.mark.django_db
def test_a_manual_nobody_wrote_is_not_found(client: Client) -> None:
    assert client.get("/tro-giup/khong-co/").status_code == 404
    assert reverse("manual", args=["mot-cua"]) in client.get(reverse("help")).content.decode()
