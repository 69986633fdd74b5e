"""The controlling officer confirms and publishes; the public sees what is known; counts stay true as of any date."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cuulong.core.indicators.values import value
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.core.search.spelling import learn_words
from cuulong.lib.dates import Period, PeriodKind
from cuulong.systems.services.catalogue.actions.listings import add_blank_form, confirm, edit, publish, retire
from cuulong.systems.services.catalogue.listing_queries import counts_by_agency, counts_by_level
from cuulong.systems.services.catalogue.listing_rules import NotYet
from cuulong.systems.services.catalogue.models import ImportRun, Listing, ListingState, Procedure
from cuulong.systems.services.demo_papers import drawing
from tests.services.conftest import who
from tests.services.test_catalogue_import import LONG, ONE, TWO, listing, taken
from tests.services.test_catalogue_reading import HEAD, real

pytestmark = pytest.mark.usefixtures("province")
DAY = timedelta(days=1)


@pytest.fixture
def controller() -> Acting:
    return who("tinh.kiemsoat")


@pytest.fixture
def desk(client: Client) -> Client:
    sign_in(client, Account.objects.get(username="tinh.kiemsoat"))
    return client


def settled(acting: Acting, code: str = "9.000001", *, level: int = 4, scope: str = "full", **more: Any) -> Listing:
    """An officer looked at everything."""
    one = listing(code)
    body = one.competences.filter(duty="process", agency__isnull=False).first()
    values = {"service_level": level, "scope": scope, "content": one.content} | more
    process = ("process", "province", body.agency_id if body else None)
    return confirm(edit(one.procedure, values, {process}, (), acting=acting), acting=acting)


def published(acting: Acting, day: date, code: str = "9.000001", **said: Any) -> Listing:
    return publish(settled(acting, code, **said), valid_from=day, acting=acting, at=timezone.now())


def test_an_imported_time_is_a_proposal_until_an_officer_confirms_it(controller: Acting) -> None:
    taken(LONG + TWO, controller)
    with pytest.raises(NotYet, match="đơn vị"):
        confirm(listing("9.000002"), acting=controller)
    with pytest.raises(NotYet, match="Xác nhận"):
        publish(listing("9.000002"), valid_from=timezone.localdate(), acting=controller, at=timezone.now())
    limits = {"counter": [{"amount": 1, "unit": "working_day"}]}
    done = settled(controller, "9.000002", level=2, scope="none", content={"limits": limits})
    assert (done.state, done.doubts) == (ListingState.CONFIRMED, [])


def test_level_and_scope_must_agree(controller: Acting) -> None:
    taken(LONG + ONE, controller)
    with pytest.raises(NotYet, match="toàn trình"):
        settled(controller, level=4, scope="partial")


def test_only_the_controlling_officer_confirms_and_publishes(controller: Acting) -> None:
    taken(LONG + ONE, controller)
    for act in (
        lambda: confirm(listing("9.000001"), acting=who("nguyenvanthu")),
        lambda: edit(listing("9.000001").procedure, {}, (), (), acting=who("nguyenvanthu")),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_new_version_ends_the_one_before_and_the_past_stays_true(controller: Acting) -> None:
    taken(LONG + ONE, controller)
    today = timezone.localdate()
    first = published(controller, today - 30 * DAY, level=3, scope="partial")
    second = published(controller, today, level=4, scope="full")
    first.refresh_from_db()
    assert (first.state, first.valid.upper) == (ListingState.RETIRED, today)
    assert second.n == 2
    shown = {row["level"]: row["published"] for row in counts_by_level(today - DAY) if row["level"] in (3, 4)}
    now = {row["level"]: row["published"] for row in counts_by_level(today) if row["level"] in (3, 4)}
    assert shown[3] - now.get(3, 0) == 1
    assert now[4] - shown.get(4, 0) == 1
    with pytest.raises(NotYet, match="sau ngày"):
        published(controller, today, level=4)


def test_what_is_retired_leaves_the_lists_and_its_past_stays(controller: Acting) -> None:
    taken(LONG + ONE, controller)
    today = timezone.localdate()
    one = published(controller, today - 10 * DAY)
    retire(one, on=today, acting=controller, at=timezone.now())
    assert not Listing.objects.in_force(today).filter(pk=one.pk).exists()  # type: ignore[attr-defined]
    assert Listing.objects.in_force(today - DAY).filter(pk=one.pk).exists()  # type: ignore[attr-defined]
    with pytest.raises(NotYet):
        retire(one, on=today + DAY, acting=controller, at=timezone.now())


def test_an_end_that_was_written_down_later_does_not_change_what_was_known(controller: Acting) -> None:
    taken(LONG + ONE, controller)
    today, period = timezone.localdate(), Period.containing(timezone.localdate(), PeriodKind.MONTH)
    one = published(controller, today - 40 * DAY)
    known, before = timezone.now(), value("services.procedures", None, period)
    retire(one, on=today, acting=controller, at=timezone.now())
    assert value("services.procedures", None, period) == (before or 0) - 1
    assert value("services.procedures", None, period, known_at=known) == before


def test_counts_by_agency_stand_behind_the_figure_of_the_agency(controller: Acting) -> None:
    taken(LONG + ONE, controller)
    today = timezone.localdate()
    one = published(controller, today)
    body = Agency.objects.get(pk=one.competences.get(duty="process").agency_id)
    mine = next(row for row in counts_by_agency(today) if row["name"] == body.name)
    assert mine["levels"][4] >= 1
    period = Period.containing(today, PeriodKind.MONTH)
    before = value("services.procedures_level_4", body, period)
    retire(one, on=today + DAY, acting=controller, at=timezone.now())
    assert value("services.procedures_level_4", body, period) == before, "in force until the end of the day"


def test_the_eight_that_are_filed_here_are_in_the_catalogue_with_their_levels() -> None:
    found = {row["level"]: row["published"] for row in counts_by_level(timezone.localdate())}
    assert sum(found.values()) == 8
    assert found[4] >= 6


def test_the_public_page_marks_what_nobody_confirmed(client: Client, controller: Acting) -> None:
    taken(LONG + ONE, controller)
    page = client.get("/thu-tuc/9-000001/").content.decode()
    assert "5 ngày làm việc" in page
    assert "chưa xác nhận" in page
    published(controller, timezone.localdate())
    page = client.get("/thu-tuc/9-000001/").content.decode()
    assert "5 ngày làm việc" in page
    assert "chưa xác nhận" not in page
    assert client.get("/thu-tuc/khong-co/").status_code == 404


def test_the_public_finds_without_accents_with_errors_by_sector_and_by_agency(
    client: Client, controller: Acting
) -> None:
    taken(real("tthc_catalogue_2642.csv"), controller)
    learn_words()
    for words in ("cap giay chung nhan", "Cấp giấy chứng nhận"):
        page = client.get("/thu-tuc/", {"q": words}).content.decode()
        assert page.count("/thu-tuc/1-") > 20, words
    page = client.get("/thu-tuc/", {"q": "cap giay chungs nhan"}).content.decode()
    assert page.count("/thu-tuc/1-") > 20
    assert "Đang hiện kết quả cho “cap giay chung nhan”" in page
    assert "/thu-tuc/1-000178/" in client.get("/thu-tuc/", {"q": "1.000178"}).content.decode()
    sector = listing("1.000178").sector
    assert sector is not None
    page = client.get("/thu-tuc/", {"sector": sector.key}).content.decode()
    assert "/thu-tuc/1-000178/" in page
    assert "/thu-tuc/1-000236/" not in page
    page = client.get("/thu-tuc/", {"agency": "so-tu-phap"}).content.decode()
    assert page.count("/thu-tuc/1-") + page.count("/thu-tuc/2-") > 20
    empty = client.get("/thu-tuc/", {"q": "zzzzqqqq"}).content.decode()
    assert "Không tìm thấy thủ tục nào" in empty


def test_by_life_event_described_procedures_stand_beside_those_that_are_filed(
    client: Client, controller: Acting
) -> None:
    taken(LONG + ONE.replace("Thủy sản", "Nuôi con nuôi"), controller)
    page = client.get("/thu-tuc/", {"topic": "sinh-con"}).content.decode()
    assert "/thu-tuc/9-000001/" in page
    assert "khai sinh" in page.lower()


def test_the_list_takes_as_many_queries_for_one_as_for_many(client: Client, controller: Acting) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            client.get("/thu-tuc/")
        return len(counted)

    taken(LONG + ONE, controller)
    queries()
    few = queries()
    taken(LONG + "".join(ONE.replace("9.000001", f"9.{n:06d}") for n in range(1, 40)), controller)
    assert queries() == few


def test_a_blank_form_is_downloaded_as_it_was_given(client: Client, controller: Acting) -> None:
    taken(LONG + ONE, controller)
    pdf = drawing("Tờ khai", "Họ và tên")
    procedure = Procedure.objects.get(code="9.000001")
    form = add_blank_form(procedure, io.BytesIO(pdf), name="to-khai.pdf", title="Tờ khai", acting=controller)
    url = reverse("services:blank_form", args=[procedure.slug, form.uuid])
    assert url in client.get("/thu-tuc/9-000001/").content.decode()
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == pdf  # type: ignore[attr-defined]
    form.removed_at = timezone.now()
    form.save()
    assert client.get(url).status_code == 404


def test_the_officer_uploads_looks_takes_and_downloads_the_report(desk: Client) -> None:
    page = desk.post("/catalogue/imports/", {"file": _file((LONG + ONE + TWO).encode(), "danh-muc.csv")})
    run = ImportRun.objects.get()
    assert page.status_code == 302
    assert str(run.uuid) in page["Location"]
    page = desk.get(page["Location"]).content.decode()
    assert "Thời hạn không ghi đơn vị" in page
    assert "Ghi vào danh mục" in page
    desk.post(f"/catalogue/imports/{run.uuid}/decide/")
    assert "Đang ghi" in desk.get(f"/catalogue/imports/{run.uuid}/").content.decode()
    report = b"".join(desk.get(f"/catalogue/imports/{run.uuid}/?export=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "9.000002" in report
    assert "Thời hạn không ghi đơn vị: “1”" in report
    assert desk.get(f"/catalogue/imports/{run.uuid}/?export=xlsx").content[:2] == b"PK"
    wrong = desk.post("/catalogue/imports/", {"file": _file(b"\0\0", "hong.csv")})
    assert wrong.status_code == 422


def _file(data: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


def test_the_officer_edits_confirms_publishes_compares_and_retires_on_screen(desk: Client, controller: Acting) -> None:
    taken(LONG + TWO, controller)
    form = desk.get("/catalogue/9.000002/edit/").context
    data = {k: v for k, v in form["form"].initial.items() if v not in (None, "", [])}
    data |= {"service_level": "2", "scope": "none", "sector": data["sector"].pk, "process": ["commune"],
             "topics": [topic.pk for topic in data["topics"]]}  # fmt: skip
    data |= _formset("limits", channel="counter", amount="3", unit="working_day")
    data |= _formset("fees", channel="counter", kind="flat", amount="20000", exempt="Hộ nghèo")
    data |= _formset("papers", name="Đơn đề nghị", originals="1")
    assert desk.post("/catalogue/9.000002/edit/", data | {"scope": "full"}).status_code == 422
    assert desk.post("/catalogue/9.000002/edit/", data).status_code == 302
    assert "Xác nhận" in desk.get("/catalogue/9.000002/").content.decode()
    desk.post("/catalogue/9.000002/confirm/")
    desk.post("/catalogue/9.000002/publish/", {"day": "2026-01-01"})
    one = listing("9.000002")
    assert (one.state, one.valid.lower) == (ListingState.PUBLISHED, date(2026, 1, 1))
    public = desk.get("/thu-tuc/9-000002/").content.decode()
    assert "3 ngày làm việc" in public
    assert "20.000" in public
    assert "Hộ nghèo" in public
    desk.post("/catalogue/9.000002/edit/", data | {"decision": "77/QĐ-UBND"})
    page = desk.get("/catalogue/9.000002/compare/").content.decode()
    assert "77/QĐ-UBND" in page
    desk.post("/catalogue/9.000002/retire/", {"day": "2026-02-01"})
    one.refresh_from_db()
    assert one.valid.upper == date(2026, 2, 1)


def _formset(prefix: str, **row: str) -> dict[str, str]:
    return {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"} | {
        f"{prefix}-0-{key}": value for key, value in row.items()
    }


def test_several_are_confirmed_at_once_and_the_others_say_why(desk: Client, controller: Acting) -> None:
    taken(LONG + ONE + TWO, controller)
    Listing.objects.filter(procedure__code="9.000001").update(doubts=[])
    page = desk.post("/catalogue/several/", {"code": ["9.000001", "9.000002"], "confirm": "1"}, follow=True)
    told = page.content.decode()
    assert "Đã làm xong 1 thủ tục" in told
    assert "9.000002" in told
    assert listing("9.000001").state == ListingState.CONFIRMED
    assert listing("9.000002").state == ListingState.PROPOSAL


def test_the_list_of_proposals_filters_by_doubt(desk: Client, controller: Acting) -> None:
    taken(LONG + ONE + TWO, controller)
    page = desk.get("/catalogue/", {"doubt": "time_no_unit"}).content.decode()
    assert "9.000002" in page
    assert "9.000001" not in page


def test_others_do_not_get_in(client: Client, controller: Acting) -> None:
    run = taken(HEAD + "9.000001,Cấp giấy,1,Ngày,1\n", controller)
    sign_in(client, Account.objects.get(username="nguyenvanthu"))
    for url in ("/catalogue/", "/catalogue/imports/", f"/catalogue/imports/{run.uuid}/", "/catalogue/9.000001/edit/"):
        assert client.get(url).status_code == 403, url


def test_the_dashboard_counts_levels_as_of_a_date(client: Client, controller: Acting) -> None:
    taken(LONG + ONE, controller)
    published(controller, timezone.localdate())
    sign_in(client, Account.objects.get(username="tinh.kiemsoat"))
    page = client.get("/dashboard/", {"on": "2020-01-01"})
    assert page.context["levels_total"]["published"] == 0
    assert client.get("/dashboard/").context["levels_total"]["published"] == 9


def test_what_national_systems_run_is_marked(client: Client, controller: Acting) -> None:
    taken(LONG + ONE + TWO.replace("Thủy sản,bo-nong-nghiep-mt", "Hộ tịch,bo-tu-phap"), controller)
    assert listing("9.000001").national_system == ""
    assert "hộ tịch" in listing("9.000002").national_system
    page = client.get("/thu-tuc/9-000002/").content.decode()
    assert "giải quyết trong hệ thống quốc gia" in page
