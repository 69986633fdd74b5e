"""Codes and identifiers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuulong.lib import ids


def test_identifiers_made_one_after_another_grow() -> None:
    made = [ids.uuid7() for _ in range(20_000)]
    assert made == sorted(set(made))
    assert all(each.version == 7 and each.variant == "specified in RFC 4122" for each in made)


def test_identifiers_made_by_many_threads_are_all_different() -> None:
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: ids.uuid7(), range(5_000)))
    assert len(set(made)) == 5_000


def test_identifiers_grow_when_the_clock_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    before = ids.uuid7()
    monkeypatch.setattr(ids.time, "time_ns", lambda: 10**18)
    assert ids.uuid7() > before


def test_a_dossier_code_has_agency_day_and_four_digits() -> None:
    assert ids.dossier_code("H61.01", date(2026, 11, 24), 7) == "H61.01-261124-0007"


@pytest.mark.parametrize(
    ("text", "agency", "day", "number"),
    [
        ("000.00.14.H56-200203-0118", "000.00.14.H56", date(2020, 2, 3), "0118"),
        (" H15.50.05.13-261008-0975 ", "H15.50.05.13", date(2026, 10, 8), "0975"),
        ("G09.20-20260609-0092637", "G09.20", date(2026, 6, 9), "0092637"),
    ],
)
def test_dossier_codes_of_all_eras_are_read(text: str, agency: str, day: date, number: str) -> None:
    assert ids.parse_dossier_code(text) == ids.DossierCode(agency, day, number)


@pytest.mark.parametrize("text", ["", "H61", "H61-261324-0001", "H61-261124-001", "H61-26112-0001", "-261124-0001"])
def test_a_wrong_dossier_code_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ids.CodeError, match=r"H61\.01-261124-0001"):
        ids.parse_dossier_code(text)


def test_a_receipt_code_is_read_however_it_is_typed() -> None:
    code = ids.receipt_code()
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert ids.parse_receipt_code(typed) == code


@given(st.integers(0, 15), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_letter_in_a_receipt_code_is_noticed(position: int, letter: str) -> None:
    code = ids.receipt_code().replace("-", "")
    changed = code[:position] + letter + code[position + 1 :]
    if changed != code:
        with pytest.raises(ids.CodeError):
            ids.parse_receipt_code(changed)


def test_receipt_codes_do_not_repeat() -> None:
    assert len({ids.receipt_code() for _ in range(5_000)}) == 5_000
