"""Reading the claims of an identity provider under whatever names it uses."""

from __future__ import annotations

from datetime import date

import pytest

from cuulong.core.parties.claims import ClaimError, read_claims
from cuulong.lib.identity import IdentityError

VNEID = {"cccd": "SoDinhDanh", "full_name": "HoVaTen", "birth_date": "NgaySinh"}


@pytest.mark.parametrize("born", ["20/05/1999", "1999-05-20", "19990520"])
def test_a_birth_date_is_read_in_any_of_the_usual_spellings(born: str) -> None:
    said = {"userinfo": {"sub": "1", "SoDinhDanh": "086099000001", "HoVaTen": "NGUYỄN VĂN AN", "NgaySinh": born}}
    who = read_claims(said, VNEID)
    assert (who.cccd.digits, who.full_name, who.birth_date) == ("086099000001", "Nguyễn Văn An", date(1999, 5, 20))


def test_an_unreadable_birth_date_is_left_out() -> None:
    said = {"userinfo": {"SoDinhDanh": "086099000001", "HoVaTen": "An", "NgaySinh": "1999"}}
    assert read_claims(said, VNEID).birth_date is None


def test_standard_names_need_no_map_but_for_the_number() -> None:
    said = {"id_token": {"sub": "1", "so": "086099000001", "name": "Nguyễn Văn An", "email": "An@Test.example"}}
    assert read_claims(said, {"cccd": "so"}).email == "an@test.example"


def test_token_and_user_information_must_speak_of_one_person() -> None:
    said = {"id_token": {"sub": "1"}, "userinfo": {"sub": "2", "SoDinhDanh": "086099000001", "HoVaTen": "An"}}
    with pytest.raises(ClaimError, match="hai người"):
        read_claims(said, VNEID)


def test_a_number_that_cannot_be_is_refused() -> None:
    with pytest.raises(IdentityError):
        read_claims({"userinfo": {"SoDinhDanh": "12", "HoVaTen": "An"}}, VNEID)
