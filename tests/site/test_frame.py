"""What every frame says of the place one is at (khung trang)."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from cuulong.core.people.testing import make_agency, make_official, sign_in


@pytest.mark.django_db
def test_only_the_nearest_door_of_the_menu_is_the_current_one() -> None:
    accountant = sign_in(Client(), make_official("an", make_agency("phuong"), "accountant"))
    page = accountant.get("/payments/money/")
    assert page.status_code == 200
    side = page.content.decode().split('id="side"')[1].split("</nav>")[0]
    assert 'href="/payments/"' in side
    assert re.findall(r'href="([^"]+)" aria-current="page"', side) == ["/payments/money/"]


@pytest.mark.django_db
def test_a_visitor_of_the_demo_is_led_from_sign_in_to_the_tour_and_back_to_what_was_asked() -> None:
    visitor = Client()
    entrance = visitor.get("/accounts/login/?next=/nop-ho-so/khai-sinh/").content.decode()
    assert "/tour?next=/nop-ho-so/khai-sinh/#vai" in entrance
