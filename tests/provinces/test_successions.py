"""How agencies became others."""

from collections import defaultdict
from itertools import pairwise

import pytest

from tests.provinces.province_files import BOTH, SHARED, VINH_LONG, Province, day_before, holds_on, rows_of

KINDS = {"merge", "split", "rename", "move", "partial_transfer", "abolish"}


@pytest.mark.parametrize("province", BOTH, ids=lambda p: p.folder.name)
def test_both_ends_of_a_succession_exist_on_its_day(province: Province):
    for row in province.successions:
        day = row["effective_on"]
        assert row["kind"] in KINDS, row
        assert holds_on(province.agencies[row["from_slug"]], day_before(day)), row
        if row["kind"] == "abolish":
            assert not row["to_slug"], row
        else:
            assert holds_on(province.agencies[row["to_slug"]], day), row


@pytest.mark.parametrize("province", BOTH, ids=lambda p: p.folder.name)
def test_an_agency_ends_by_exactly_one_merge_or_abolition_and_only_then(province: Province):
    ends = defaultdict(list)
    for row in province.successions:
        if row["kind"] in ("merge", "abolish"):
            ends[row["from_slug"]].append(row["effective_on"])
    for slug, agency in province.agencies.items():
        assert ends.get(slug, []) == ([agency["valid_to"]] if agency["valid_to"] else []), slug


@pytest.mark.parametrize("province", BOTH, ids=lambda p: p.folder.name)
def test_a_transfer_says_what_passes_and_no_row_stands_twice(province: Province):
    keys = [tuple(row[k] for k in ("effective_on", "kind", "from_slug", "to_slug")) for row in province.successions]
    assert len(keys) == len(set(keys))
    for row in province.successions:
        if row["kind"] == "partial_transfer":
            assert row["function"], row
        if row["kind"] in ("rename", "move"):
            assert row["from_slug"] == row["to_slug"], row
        elif row["kind"] != "abolish":
            assert row["from_slug"] != row["to_slug"], row


@pytest.mark.parametrize("kind", ["commune", "outside_commune", "provincial_body", "outside_province"])
def test_every_agency_of_former_times_leads_to_one_of_today(kind):
    successor = {r["from_slug"]: r["to_slug"] for r in VINH_LONG.successions if r["kind"] == "merge"}
    target_kind = {"outside_commune": "commune", "outside_province": "province"}.get(kind, kind)
    for slug, agency in VINH_LONG.agencies.items():
        if agency["kind"] == kind:
            while slug in successor:
                slug = successor[slug]
            end = VINH_LONG.agencies[slug]
            allowed = {target_kind, "provincial_body"} if kind == "provincial_body" else {target_kind}
            assert not end["valid_to"], agency
            assert end["kind"] in allowed, agency


def test_each_of_the_124_communes_has_a_past():
    followed = {r["to_slug"] for r in VINH_LONG.successions if r["effective_on"] == "2025-07-01"}
    assert VINH_LONG.valid("commune", "2025-07-01") <= followed


def test_every_change_of_name_or_parent_of_a_commune_has_its_row():
    told = {(r["from_slug"], r["kind"], r["effective_on"]) for r in VINH_LONG.successions}
    by_slug = defaultdict(list)
    for row in VINH_LONG.profiles:
        by_slug[row["slug"]].append(row)
    for slug, found in by_slug.items():
        for before, after in pairwise(found):
            if before["short_name"] != after["short_name"]:
                assert (slug, "rename", after["valid_from"]) in told
            if before["parent"] != after["parent"]:
                assert (slug, "move", after["valid_from"]) in told


def test_the_eight_districts_are_abolished_on_1_7_2025_and_their_work_goes_on():
    gone = {r["from_slug"] for r in VINH_LONG.successions if r["kind"] == "abolish"}
    assert gone == VINH_LONG.valid("district", "2025-06-30")
    heirs = defaultdict(set)
    for row in VINH_LONG.successions:
        if row["from_slug"] in gone and row["kind"] == "partial_transfer":
            heirs[row["from_slug"]].add(VINH_LONG.agencies[row["to_slug"]]["kind"])
    assert all(kinds == {"commune", "province"} for kinds in heirs.values())
    assert set(heirs) == gone


def test_departments_of_2016_end_in_the_departments_merged_on_1_3_2025():
    merged = {(r["from_slug"], r["to_slug"]) for r in VINH_LONG.successions if r["effective_on"] == "2025-03-01"}
    assert {
        ("so-ke-hoach-va-dau-tu", "so-tai-chinh"),
        ("so-giao-thong-van-tai", "so-xay-dung"),
        ("so-thong-tin-va-truyen-thong", "so-khoa-hoc-va-cong-nghe"),
        ("so-lao-dong-tb-va-xh", "so-noi-vu"),
        ("so-nong-nghiep-va-ptnt", "so-nong-nghiep-va-moi-truong"),
        ("so-tai-nguyen-va-moi-truong", "so-nong-nghiep-va-moi-truong"),
    } <= merged


@pytest.mark.skipif(not SHARED.is_dir(), reason="shared data absent")
def test_the_communes_of_1_7_2025_follow_the_published_mapping():
    published = {
        (row["old_ward_code"], row["new_ward_code"])
        for row in rows_of(SHARED / "01_admin" / "vl_mapping_old_to_new_2025.csv")
    }
    ours = set()
    for row in VINH_LONG.successions:
        old, new = VINH_LONG.agencies[row["from_slug"]], VINH_LONG.agencies.get(row["to_slug"])
        if row["effective_on"] == "2025-07-01" and new and old["kind"].endswith("commune"):
            ours.add((old["statistical_code"], new["statistical_code"]))
    assert ours == published
