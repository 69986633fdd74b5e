"""Format, calendar, people and the small tables."""

import re
import unicodedata
from collections import Counter
from datetime import date

import pytest

from tests.provinces.province_files import (
    BOTH,
    PROVINCES,
    ROLES,
    SHARED,
    SONG_TIEN,
    TODAY,
    VINH_LONG,
    Province,
    holds_on,
    rows_of,
)

CERTAINTY = {"read", "remembered", "assumed"}
COLUMNS = {
    "agencies.csv": "slug kind statistical_code valid_from valid_to",
    "agency_profiles.csv": "slug name short_name unit_type parent level code_qd20 code_qcvn102 valid_from valid_to "
    "address phone email source certainty",
    "successions.csv": "effective_on kind from_slug to_slug function legal_act certainty",
    "bodies.csv": "slug name name_en kind standing_agency founding_act valid_from valid_to certainty",
    "body_members.csv": "body member part valid_from valid_to certainty",
    "holidays.csv": "date kind name source",
    "opening_balances.csv": "indicator agency period value unit source label",
    "demo_officials.csv": "account full_name agency role position field second_factor",
    "demo_delegations.csv": "from_account to_account role agency valid_from valid_to reason",
    "demo_citizens.csv": "kind account full_name id_number birth_date sex phone email address commune represented_by",
}
by_province = pytest.mark.parametrize("province", BOTH, ids=lambda p: p.folder.name)


@pytest.mark.parametrize(
    "path", sorted(p for p in PROVINCES.rglob("*") if p.is_file()), ids=lambda p: str(p.relative_to(PROVINCES))
)
def test_files_are_nfc_utf_8_with_unix_line_ends(path):
    raw = path.read_bytes()
    text = raw.decode("utf-8")
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert text.endswith("\n")
    assert unicodedata.is_normalized("NFC", text)


@by_province
@pytest.mark.parametrize("name", COLUMNS)
def test_tables_have_the_documented_columns_and_full_rows(province: Province, name):
    header = province.path(name).read_text(encoding="utf-8").splitlines()[0]
    assert header.split(",") == COLUMNS[name].split()
    for row in province.table(name.removesuffix(".csv")):
        assert None not in row.keys() | set(row.values()), row
        assert row.get("certainty", "read") in CERTAINTY, row


@by_province
def test_every_agency_named_anywhere_exists(province: Province):
    named = {row["agency"] for row in province.table("opening_balances")}
    named |= {row["standing_agency"] for row in province.table("bodies")}
    named |= {row["commune"] for row in province.table("demo_citizens")}
    named |= {province.settings["root"]} | {m["slug"] for m in province.settings.get("merged_from", [])}
    assert named <= set(province.agencies)


@by_province
def test_bodies_that_are_not_agencies_sit_with_an_agency_of_their_time(province: Province):
    for row in province.table("bodies"):
        assert holds_on(province.agencies[row["standing_agency"]], row["valid_from"]), row


def test_the_province_names_no_real_host():
    for province in BOTH:
        mails = {r["email"] for n in ("agency_profiles", "demo_citizens") for r in province.table(n)}
        assert province.settings["default_domain"].endswith(".example")
        assert all(mail.endswith("@" + province.settings["default_domain"]) for mail in mails if mail)


def test_holidays_are_sorted_days_without_double():
    days = [row["date"] for row in VINH_LONG.table("holidays")]
    assert days == sorted(set(days))
    assert {day[:4] for day in days} == {str(year) for year in range(2016, 2028)}


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-01-02", "off"),
        ("2026-01-10", "makeup"),
        ("2026-04-27", "off"),
        ("2026-08-22", "makeup"),
        ("2026-08-31", "off"),
        ("2026-11-24", "off"),
        *[(f"2026-02-{d}", "off") for d in range(16, 21)],
    ],
)
def test_the_days_of_2026_that_surprise(day, kind):
    assert {row["date"]: row["kind"] for row in VINH_LONG.table("holidays")}[day] == kind


def test_a_make_up_day_is_a_weekend_day_and_each_pays_for_one_swapped_day():
    table = VINH_LONG.table("holidays")
    makeup = [date.fromisoformat(row["date"]) for row in table if row["kind"] == "makeup"]
    swapped = [row for row in table if row["name"].startswith("Hoán đổi")]
    assert all(day.weekday() >= 5 for day in makeup)
    assert sorted(f"{day:%d/%m/%Y}" for day in makeup) == sorted(row["name"][-10:] for row in swapped)


def test_what_is_not_yet_decided_is_marked_computed():
    assert {r["source"] for r in VINH_LONG.table("holidays") if r["date"] >= "2027"} == {"computed"}


@pytest.mark.skipif(not SHARED.is_dir(), reason="shared data absent")
def test_days_off_and_make_up_days_agree_with_the_published_calendars():
    folder = SHARED / "10_people_calendar"
    off = {row["date"] for row in rows_of(folder / "vn_holidays_2016_2026.csv")}
    makeup = {row["work_day"] for row in rows_of(folder / "vn_makeup_workdays_2016_2026.csv")}
    ours = [row for row in VINH_LONG.table("holidays") if row["date"] < "2027"]
    assert {row["date"] for row in ours if row["kind"] == "off"} == off
    assert {row["date"] for row in ours if row["kind"] == "makeup"} == makeup


def test_a_ward_and_a_commune_have_four_rooms_whose_economic_room_differs_by_name():
    rooms = VINH_LONG.toml("rooms.toml")["rooms"]
    names = {kind: {r["name"] for r in rooms if kind in r.get("unit_types", [kind])} for kind in ("xã", "phường")}
    assert names["xã"] - names["phường"] == {"Phòng Kinh tế"}
    assert names["phường"] - names["xã"] == {"Phòng Kinh tế, Hạ tầng và Đô thị"}
    assert len(VINH_LONG.rooms("commune-29551", TODAY)) == len(VINH_LONG.rooms("commune-29641", TODAY)) == 4
    assert VINH_LONG.rooms("commune-29641", "2025-06-30") == set()


def test_nine_life_topics_stand_on_the_front_page():
    assert len({topic["key"] for topic in VINH_LONG.toml("topics.toml")["topics"]}) == 9


@by_province
def test_demo_officials_hold_known_roles_in_agencies_that_exist_today(province: Province):
    places = {slug for slug in province.agencies if holds_on(province.agencies[slug], TODAY)}
    places |= {room for slug in province.valid("commune", TODAY) for room in province.rooms(slug, TODAY)}
    names: dict[str, str] = {}
    for row in province.table("demo_officials"):
        assert row["agency"] in places, row
        assert row["role"] in ROLES, row
        assert names.setdefault(row["account"], row["full_name"]) == row["full_name"], row
        if row["role"] in ("signer", "clerk", "administrator"):
            assert row["second_factor"] == "yes", row
    assert len(set(names.values())) == len(names)


def test_the_demo_has_every_role_and_a_delegation_between_two_signers():
    officials = VINH_LONG.table("demo_officials")
    assert {row["role"] for row in officials} == ROLES
    (delegation,) = VINH_LONG.table("demo_delegations")
    signers = {row["account"] for row in officials if row["role"] == "signer" and row["agency"] == delegation["agency"]}
    assert {delegation["from_account"], delegation["to_account"]} <= signers


@by_province
def test_demo_citizens_have_numbers_that_are_right_in_form(province: Province):
    people = province.table("demo_citizens")
    for row in people:
        number = row["id_number"]
        if row["kind"] == "person":
            century_and_sex = (int(row["birth_date"][:2]) - 19) * 2 + (row["sex"] == "female")
            assert re.fullmatch(r"\d{12}", number), row
            assert number[3:6] == f"{century_and_sex}{row['birth_date'][2:4]}", row
        else:
            weighed = sum(int(d) * w for d, w in zip(number, (31, 29, 23, 19, 17, 13, 7, 5, 3), strict=False))
            assert number[9] == str(10 - weighed % 11), row
            assert row["represented_by"] in {p["account"] for p in people}, row


def test_opening_balances_carry_the_reported_visits_and_say_they_were_reported():
    balances = VINH_LONG.table("opening_balances")
    assert {r["indicator"]: r["value"] for r in balances}["portals.visits"] == "2778261"
    assert all(row["label"] and row["source"] for row in balances)
    score = [int(r["value"]) for r in balances if r["indicator"].startswith("scoring.agencies_")]
    assert sum(score) == 142


def test_the_invented_province_is_small_complete_and_shares_no_code_with_the_demo():
    assert len(SONG_TIEN.agencies) == 12
    assert len(SONG_TIEN.procedures()) == 2
    codes = Counter(r["code_qd20"] for p in BOTH for r in p.profiles if r["code_qd20"] and not r["valid_to"])
    assert max(codes.values()) == 1
