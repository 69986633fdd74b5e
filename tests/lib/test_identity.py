"""Numbers of people and businesses, as typed at a counter."""

from datetime import date

import pytest

from cuulong.lib.identity import (
    IdentityError,
    PhoneKind,
    Sex,
    TaxCodeKind,
    UnusualTaxCodeError,
    check_citizen_number_matches,
    parse_citizen_number,
    parse_old_identity_number,
    parse_phone,
    parse_tax_code,
)


@pytest.mark.parametrize(
    ("digits", "sex", "year"),
    [
        ("086085000001", Sex.MALE, 1985),
        ("086185000001", Sex.FEMALE, 1985),
        ("083204000001", Sex.MALE, 2004),
        ("084304000001", Sex.FEMALE, 2004),
        ("001904000001", Sex.FEMALE, 2304),
    ],
)
def test_an_identity_number_tells_sex_and_year(digits: str, sex: Sex, year: int) -> None:
    number = parse_citizen_number(digits)
    assert (number.sex, number.birth_year, number.province_code) == (sex, year, digits[:3])


def test_blanks_and_dots_in_an_identity_number_are_forgiven() -> None:
    assert str(parse_citizen_number(" 086 085.000-001 ")) == "086085000001"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "citizen_number_length"),
        ("08608500001", "citizen_number_length"),
        ("0860850000011", "citizen_number_length"),
        ("08608500000x", "citizen_number_length"),
        ("٠٨٦٠٨٥٠٠٠٠٠١", "citizen_number_length"),
        ("000085000001", "citizen_number_province"),
        ("097085000001", "citizen_number_province"),
    ],
)
def test_a_wrong_identity_number_says_what_is_wrong(text: str, code: str) -> None:
    with pytest.raises(IdentityError) as caught:
        parse_citizen_number(text)
    assert caught.value.code == code
    assert "%" not in str(caught.value)


def test_the_sentence_counts_what_was_typed() -> None:
    with pytest.raises(IdentityError, match="đã nhập có 11 ký tự"):
        parse_citizen_number("08608500001")


def test_another_birth_year_or_sex_than_the_number_says_is_noticed() -> None:
    number = parse_citizen_number("086085000001")
    check_citizen_number_matches(number, born=date(1985, 3, 2), sex=Sex.MALE)
    with pytest.raises(IdentityError, match=r"1985.*1986"):
        check_citizen_number_matches(number, born=date(1986, 3, 2))
    with pytest.raises(IdentityError, match="Giới tính"):
        check_citizen_number_matches(number, sex=Sex.FEMALE)


def test_others_see_only_the_ends_of_a_number() -> None:
    assert parse_citizen_number("086085000001").masked == "086•••••0001"
    assert parse_phone("0912345678").masked == "091•••5678"


def test_an_old_card_has_nine_digits() -> None:
    assert parse_old_identity_number("331 234 567") == "331234567"
    with pytest.raises(IdentityError):
        parse_old_identity_number("33123456")


def test_tax_codes_of_business_branch_and_person_are_told_apart() -> None:
    assert parse_tax_code("0100109106").kind is TaxCodeKind.BUSINESS
    branch = parse_tax_code("0100109106-001")
    assert (branch.kind, branch.parent, str(branch)) == (TaxCodeKind.BRANCH, "0100109106", "0100109106-001")
    assert parse_tax_code("086085000001").kind is TaxCodeKind.PERSON


@pytest.mark.parametrize("text", ["0100109107", "0100109016", "010010910", "0100109106-000", "x"])
def test_a_mistyped_tax_code_is_refused(text: str) -> None:
    with pytest.raises(IdentityError) as caught:
        parse_tax_code(text)
    assert not isinstance(caught.value, UnusualTaxCodeError)


def test_a_tax_code_whose_check_digit_is_disputed_may_be_insisted_on() -> None:
    # 13 × 8 + 3 × 2 = 110 leaves no remainder by 11: the check digit would be 10.
    doubtful = "0000080020"
    with pytest.raises(UnusualTaxCodeError, match="xác nhận"):
        parse_tax_code(doubtful)
    assert parse_tax_code(doubtful, accept_unusual=True).digits == doubtful
    with pytest.raises(IdentityError):
        parse_tax_code("0000080021", accept_unusual=True)


@pytest.mark.parametrize("text", ["0912345678", "+84 912 345 678", "84912345678", "+84 (0)912 345 678", "0912.345.678"])
def test_a_mobile_number_is_stored_one_way_however_typed(text: str) -> None:
    phone = parse_phone(text)
    assert (phone.number, phone.kind) == ("0912345678", PhoneKind.MOBILE)
    assert phone.international == "+84912345678"


def test_a_landline_of_the_province_is_known() -> None:
    assert parse_phone("0270 3823 456").kind is PhoneKind.LANDLINE


@pytest.mark.parametrize("text", ["", "912345678", "0112345678", "091234567", "09123456789", "+1 912 345 678"])
def test_what_is_no_telephone_number_here_is_refused(text: str) -> None:
    with pytest.raises(IdentityError):
        parse_phone(text)
