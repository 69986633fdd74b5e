"""Taking the national catalogue in: preview, taking, again, what an officer said stays."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.search.find import find
from cuulong.lib.errors import InputError
from cuulong.systems.services.catalogue.actions.import_catalogue import (
    NotNow,
    accept,
    drop,
    make_findable,
    preview,
    take_in,
)
from cuulong.systems.services.catalogue.finding import LISTED
from cuulong.systems.services.catalogue.models import (
    ImportRun,
    Listing,
    ListingState,
    NationalRecord,
    Outcome,
    Procedure,
    RunState,
    Sector,
)
from tests.services.conftest import who
from tests.services.test_catalogue_reading import HEAD, real

pytestmark = pytest.mark.usefixtures("province")
LONG = HEAD.strip() + ",cap_thuc_hien,linh_vuc,bo_nganh,co_quan_thuc_hien\n"
ONE = "9.000001,Cấp giấy chứng nhận nuôi cá,5,Ngày làm việc,1,Cấp tỉnh,Thủy sản,bo-nong-nghiep-mt,Sở Nông nghiệp và Môi trường\n"
TWO = "9.000002,Xác nhận nuôi lươn,1,,0,Cấp xã,Thủy sản,bo-nong-nghiep-mt,\n"


@pytest.fixture
def controller() -> Acting:
    return who("tinh.kiemsoat")


def taken(data: str | bytes, acting: Acting, *, whole: bool = False, name: str = "danh-muc.csv") -> ImportRun:
    data = data.encode() if isinstance(data, str) else data
    run = take_in(accept(preview(data, name=name, whole=whole, acting=acting), acting=acting).uuid)
    make_findable(run)
    return run


def listing(code: str) -> Listing:
    found: Listing = Listing.objects.filter(procedure__code=code).order_by("-n")[0]
    return found


def test_the_whole_catalogue_comes_in_one_go_and_a_second_time_changes_nothing(controller: Acting) -> None:
    data = real("tthc_catalogue_2642.csv")
    shown = preview(data, name="tthc.csv", whole=True, acting=controller)
    assert shown.counts["new"] == 2642
    assert shown.counts["odd.time_no_unit"] == 349
    assert not NationalRecord.objects.exists(), "a preview writes nothing into the catalogue"
    run = take_in(accept(shown, acting=controller).uuid)
    assert (run.state, run.counts["new"]) == (RunState.DONE, 2642)
    assert NationalRecord.objects.count() == 2642
    assert run.rows.count() == 2642
    fresh = Listing.objects.filter(state=ListingState.PROPOSAL)
    assert fresh.count() == 2642
    assert fresh.filter(doubts__contains=["time_no_unit"]).count() == 349
    again = taken(data, controller, whole=True)
    assert {k: v for k, v in again.counts.items() if not k.startswith("odd.") and v} == {"unchanged": 2642}
    assert Listing.objects.filter(state=ListingState.PROPOSAL).count() == 2642
    make_findable(run)
    hits = find(Acting.anonymous(), "cap giay chung nhan", kinds=[LISTED], limit=50)
    assert len(hits.items) == 50
    assert not hits.loose


def test_the_lists_as_downloaded_touch_only_what_they_tell(controller: Acting) -> None:
    taken(real("tthc_full_dev.jsonl"), controller, name="tthc.jsonl")
    before = listing("1.000094").content
    run = taken(real("danh-sach-tthc-BoTuPhap.xlsx"), controller, whole=True, name="bo-tu-phap.xlsx")
    assert sum(run.counts.get(o, 0) for o in ("changed", "unchanged", "new")) == 271
    assert listing("1.000094").content["papers"] == before["papers"]
    assert listing("1.000094").content["limits"] == before["limits"]
    assert "missing" not in run.counts


def test_a_change_is_told_field_by_field(controller: Acting) -> None:
    taken(LONG + ONE + TWO, controller)
    run = preview((LONG + ONE.replace(",5,", ",7,")).encode(), name="b.csv", whole=True, acting=controller)
    rows = {row.code: row for row in run.rows.all()}
    assert rows["9.000001"].outcome == Outcome.CHANGED
    assert rows["9.000001"].changes == [["limits", "counter: 5 Ngày làm việc", "counter: 7 Ngày làm việc"]]
    assert rows["9.000002"].outcome == Outcome.MISSING
    take_in(accept(run, acting=controller).uuid)
    assert listing("9.000001").content["limits"]["counter"][0]["amount"] == 7
    assert Listing.objects.filter(procedure__code="9.000001").count() == 1, "an open proposal is brought up to date"


def test_what_is_new_gets_sector_levels_and_who_decides(controller: Acting) -> None:
    taken(LONG + ONE, controller)
    found = listing("9.000001")
    assert found.sector is not None
    assert found.sector.parent is not None
    assert (found.sector.name, found.sector.parent.name) == ("Thủy sản", "Bộ Nông nghiệp và Môi trường")
    assert (found.levels, found.service_level, found.scope) == (["province"], 3, "partial")
    assert "online_scope" in found.doubts
    processing = found.competences.get(duty="process")
    assert processing.agency is not None
    assert "Nông nghiệp và Môi trường" in processing.agency.name
    taken(LONG + TWO, controller)
    assert Sector.objects.filter(name="Thủy sản", parent__isnull=False).count() == 1


def test_a_published_listing_stays_and_the_change_waits_beside_it(controller: Acting) -> None:
    taken(LONG + ONE, controller)
    Listing.objects.filter(procedure__code="9.000001").update(
        state=ListingState.PUBLISHED, valid="[2026-01-01,)", published_at=timezone.now(), by_post=True
    )
    taken(LONG + ONE.replace("nuôi cá", "nuôi cá tra"), controller)
    first, second = Listing.objects.filter(procedure__code="9.000001").order_by("n")
    assert (first.state, first.name) == (ListingState.PUBLISHED, "Cấp giấy chứng nhận nuôi cá")
    assert (second.state, second.name, second.by_post) == ("proposal", "Cấp giấy chứng nhận nuôi cá tra", True)
    assert second.competences.count() == first.competences.count() > 0


def test_procedures_that_are_filed_here_stay_as_they_are(controller: Acting) -> None:
    definition = Procedure.objects.get(code="1.001193").versions.get().definition
    taken(real("tthc_full_dev.jsonl"), controller, name="tthc.jsonl")
    assert Procedure.objects.get(code="1.001193").versions.get().definition == definition
    assert not find(Acting.anonymous(), "1.001193", kinds=[LISTED]).items, "found once, as what can be filed"


def test_the_run_can_be_dropped_and_is_taken_once(controller: Acting) -> None:
    run = preview((LONG + ONE).encode(), name="a.csv", whole=False, acting=controller)
    drop(run, acting=controller)
    with pytest.raises(NotNow):
        accept(run, acting=controller)
    assert not Procedure.objects.filter(code="9.000001").exists()
    other = preview((LONG + ONE).encode(), name="a.csv", whole=False, acting=controller)
    accept(other, acting=controller)
    with pytest.raises(NotNow):
        accept(other, acting=controller)


def test_only_the_controlling_officer_imports() -> None:
    with pytest.raises(Forbidden):
        preview((LONG + ONE).encode(), name="a.csv", whole=False, acting=who("nguyenvanthu"))


def test_a_broken_file_leaves_nothing_behind(controller: Acting) -> None:
    with pytest.raises(InputError):
        preview(b"\0\0\0", name="a.csv", whole=False, acting=controller)
    assert not ImportRun.objects.exists()


def test_writing_takes_as_many_queries_for_two_rows_as_for_two_hundred(controller: Acting) -> None:
    def queries(first: int, many: int) -> int:
        rows = [ONE.replace("9.000001", f"9.{first + n:06d}") for n in range(many)]
        run = accept(preview((LONG + "".join(rows)).encode(), name="a.csv", whole=False, acting=controller),
                     acting=controller)  # fmt: skip
        with CaptureQueriesContext(connection) as counted:
            take_in(run.uuid)
        return len(counted)

    queries(1, 2)  # sectors are made once
    assert queries(100, 2) == queries(200, 200)


def full(code: str, **more: Any) -> bytes:
    return json.dumps({"ma_thu_tuc": code, "ten_thu_tuc": "Cấp giấy", "bo_nganh": "bo-tu-phap"} | more).encode()


def test_the_short_list_does_not_empty_the_full_one(controller: Acting) -> None:
    ways = [
        {"hinh_thuc": "Trực tuyến", "thoi_gian": "3", "don_vi": "Ngày", "phi_mo_ta": "700 VNĐ"},
        {"hinh_thuc": "Trực tiếp", "thoi_gian": "5", "don_vi": "Ngày", "phi_mo_ta": ""},
    ]
    taken(full("9.000009", cach_thuc=ways), controller, name="a.jsonl")
    assert "fee_thousands" in listing("9.000009").doubts
    taken(HEAD + "9.000009,Cấp giấy,6,Ngày,1\n", controller)
    content = listing("9.000009").content
    assert content["limits"]["counter"][0]["amount"] == 6
    assert content["limits"]["online"][0]["amount"] == 3
    assert content["fees"]["online"][0]["amount"] == 700_000
    assert "fee_thousands" in listing("9.000009").doubts, "a doubt stays until somebody settles it"
