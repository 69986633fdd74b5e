"""A province, a ward with its room, and a centre that keeps hours of its own."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from cuulong.core.organisations.models import Agency
from cuulong.core.organisations.queries import forget_tree
from cuulong.core.people.acting import Acting
from cuulong.core.people.testing import make_agency, make_official, sign_in


@dataclass
class Offices:
    province: Agency
    ward: Agency
    room: Agency
    centre: Agency


@pytest.fixture
def offices(db: None) -> Offices:
    province = make_agency("tinh", kind="province")
    ward = make_agency("phuong-mau", name="Phường Mẫu", parent=province)
    made = Offices(
        province,
        ward,
        make_agency("phuong-mau--vh", kind="room", parent=ward),
        make_agency("trung-tam", name="Trung tâm Mẫu", kind="centre", parent=province),
    )
    forget_tree()
    return made


@pytest.fixture
def machine() -> Acting:
    return Acting.system("test")


@pytest.fixture
def administrator(offices: Offices) -> Client:
    return sign_in(Client(), make_official("qt", offices.province, "administrator"))


@pytest.fixture
def specialist(offices: Offices) -> Client:
    return sign_in(Client(), make_official("cv", offices.ward, "specialist"))
