"""The tree of agencies, counted from rows."""

from collections import Counter, defaultdict

import pytest

from tests.provinces.province_files import BOTH, SHARED, TODAY, VINH_LONG, Province, day_before, holds_on, rows_of


def test_on_31_12_2016_there_are_25_bodies_8_districts_109_communes_together_142():
    day = "2016-12-31"
    counts = [len(VINH_LONG.valid(k, day)) for k in ("provincial_body", "district", "commune")]
    assert counts == [25, 8, 109]
    assert sum(counts) == 142


@pytest.mark.parametrize(
    ("day", "districts", "communes"),
    [
        ("2020-01-31", 8, 109),
        ("2020-12-31", 8, 107),
        ("2024-12-31", 8, 107),
        ("2025-06-30", 8, 102),
        ("2025-07-01", 0, 124),
        (TODAY, 0, 124),
    ],
)
def test_communes_go_from_109_to_107_to_102_to_124(day, districts, communes):
    assert len(VINH_LONG.valid("district", day)) == districts
    assert len(VINH_LONG.valid("commune", day)) == communes


def test_today_the_124_communes_are_105_xa_and_19_phuong_directly_under_the_province():
    today = [VINH_LONG.profile(slug, TODAY) for slug in VINH_LONG.valid("commune", TODAY)]
    assert Counter(row["unit_type"] for row in today) == {"xã": 105, "phường": 19}
    assert {row["parent"] for row in today} == {"ubnd-tinh"}


def test_in_2016_every_commune_has_one_of_the_eight_districts_as_parent():
    day = "2016-12-31"
    parents = {VINH_LONG.profile(slug, day)["parent"] for slug in VINH_LONG.valid("commune", day)}
    assert parents == VINH_LONG.valid("district", day)


def test_xa_chanh_hoi_became_thi_tran_cai_nhum_and_then_xa_cai_nhum_under_one_code():
    names = [VINH_LONG.profile("commune-29641", d)["short_name"] for d in ("2016-12-31", "2020-12-31", TODAY)]
    assert names == ["Xã Chánh Hội", "Thị trấn Cái Nhum", "Xã Cái Nhum"]


@pytest.mark.parametrize("province", BOTH, ids=lambda p: p.folder.name)
def test_profiles_cover_the_life_of_each_agency_without_gap_or_overlap(province: Province):
    spans = defaultdict(list)
    for row in province.profiles:
        spans[row["slug"]].append((row["valid_from"], row["valid_to"]))
    assert set(spans) == set(province.agencies)
    for slug, found in spans.items():
        found.sort()
        identity = province.agencies[slug]
        assert found[0][0] == identity["valid_from"], slug
        assert found[-1][1] == identity["valid_to"], slug
        assert [end for _, end in found[:-1]] == [start for start, _ in found[1:]], slug
        assert all(not end or start < end for start, end in found), slug


@pytest.mark.parametrize("province", BOTH, ids=lambda p: p.folder.name)
def test_a_parent_exists_as_long_as_its_child_stands_under_it(province: Province):
    for row in province.profiles:
        if row["parent"]:
            parent = province.agencies[row["parent"]]
            last = day_before(row["valid_to"]) if row["valid_to"] else TODAY
            assert holds_on(parent, row["valid_from"]), row
            assert holds_on(parent, last), row


@pytest.mark.parametrize("province", BOTH, ids=lambda p: p.folder.name)
def test_agency_codes_are_unique_on_every_day_and_invented_ones_look_invented(province: Province):
    level_1 = province.settings["code"]
    days = {row["valid_from"] for row in province.profiles}
    for column in ("code_qd20", "code_qcvn102"):
        for day in days:
            codes = [r[column] for r in province.profiles if r[column] and holds_on(r, day)]
            assert len(codes) == len(set(codes)), (column, day)
    for row in province.profiles:
        if row["code_qcvn102"]:
            assert len(row["code_qcvn102"]) == 13, row
        head, *below = row["code_qd20"].split(".")
        assert head in ("", level_1, "H07", "H59"), row
        assert all(part.startswith("9") for part in below), row


def test_former_neighbours_are_kept_only_as_predecessors_and_end_on_the_day_of_the_merger():
    outside = [r for r in VINH_LONG.agencies.values() if r["kind"].startswith("outside")]
    assert {row["valid_to"] for row in outside} == {"2025-07-01"}
    merged = {m["slug"] for m in VINH_LONG.settings["merged_from"]}
    assert merged == {row["slug"] for row in outside if row["kind"] == "outside_province"}


def spelled(name: str) -> str:
    """Two spellings of one name: tone placement, y and i."""
    return name.replace("Hoà", "Hòa").replace("Sỹ", "Sĩ")


@pytest.mark.skipif(not SHARED.is_dir(), reason="shared data absent")
@pytest.mark.parametrize(
    ("file", "day"),
    [
        ("vl_pre2025_3level_2016.csv", "2016-12-31"),
        ("vl_pre2025_3level_2020.csv", "2020-12-31"),
        ("vl_pre2025_3level_2025h1.csv", "2025-06-30"),
        ("vl_post2025_124_wards.csv", TODAY),
    ],
)
def test_units_names_and_districts_agree_with_the_national_lists(file, day):
    listed = {
        (row["ward_code"], spelled(row["ward_name"]), row.get("district_code", ""))
        for row in rows_of(SHARED / "01_admin" / file)
    }
    ours = set()
    for slug in VINH_LONG.valid("commune", day):
        profile = VINH_LONG.profile(slug, day)
        district = profile["parent"].removeprefix("district-") if profile["parent"] != "ubnd-tinh" else ""
        ours.add((VINH_LONG.agencies[slug]["statistical_code"], profile["short_name"], district))
    assert ours == listed
