"""A small province to work in: one ward with its centre, and a neighbour."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from cuulong.core.organisations.models import Agency
from cuulong.core.organisations.queries import forget_tree
from cuulong.core.people.testing import make_agency


@dataclass
class Ward:
    province: Agency
    ward: Agency
    centre: Agency
    neighbour: Agency


@pytest.fixture
def ward(db: None) -> Ward:
    province = make_agency("ubnd-tinh", name="UBND tỉnh Mẫu", kind="province")
    ward = make_agency("phuong-mau", name="UBND phường Mẫu", parent=province)
    made = Ward(
        province,
        ward,
        make_agency("phuong-mau--trung-tam", name="Trung tâm phường Mẫu", kind="centre", parent=ward),
        make_agency("xa-ben", name="UBND xã Bên", parent=province),
    )
    forget_tree()
    return made
