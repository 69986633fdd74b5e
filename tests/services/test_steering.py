"""Figures for leaders are their dossiers: counted, kept, checked, scored, drilled into (điều hành)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.people.acting import Acting
from cuulong.core.people.testing import make_official, sign_in
from cuulong.lib.dates import Period
from cuulong.lib.facts import Ref
from cuulong.published.facts.payments import ChargePaid, ChargeReopened
from cuulong.systems.services.dossiers.models import Channel, Dossier, State
from cuulong.systems.services.steering.actions.recount import recount, recount_recent, settle, touch
from cuulong.systems.services.steering.index import index
from cuulong.systems.services.steering.index_rules import Index, Item, added, points
from cuulong.systems.services.steering.measures import COLUMNS, RESTS, SUMS, dossiers, title
from cuulong.systems.services.steering.models import CountedMonth, FeePaid, MonthCount, TouchedMonth
from cuulong.systems.services.steering.rollups import Scope, figures, whole
from cuulong.systems.services.steering.scope import steered, whole_province
from cuulong.systems.services.steering.subscribers import count_dossier, forget_payment, note_fee

from .conftest import Make, at

EVERY = (*COLUMNS, *SUMS, *RESTS)
NOW = at(10, 5)
AUGUST, SEPTEMBER = Period.month(2026, 8), Period.month(2026, 9)


def of(commune: Agency | None = None) -> Scope:
    return Scope(frozenset({commune.pk}) if commune else None)


def test_a_month_is_what_one_counts_by_hand(two_communes: list[Agency]) -> None:
    counts = whole([SEPTEMBER], of(two_communes[0]), NOW)
    assert {name: counts[name] for name in EVERY if counts[name]} == {
        "carried": 1,
        "received": 6,
        "received_online": 3,
        "received_direct": 3,
        "received_saturday": 1,
        "received_saturday_other": 1,
        "received_in_time": 1,
        "total": 7,
        "early": 1,
        "in_time": 1,
        "late": 1,
        "finished": 3,
        "finished_in_time": 2,
        "withdrawn": 1,
        "declined": 1,
        "in_progress": 3,
        "progressing_in_time": 2,
        "overdue": 1,
    }
    assert counts["total"] == counts["finished"] + counts["withdrawn"] + counts["in_progress"]


def test_kept_counts_say_what_the_dossiers_say(two_communes: list[Agency]) -> None:
    """Every figure, however it is grouped, is the same from the kept counts as from the rows."""
    now, months = timezone.now(), [AUGUST, SEPTEMBER, *SEPTEMBER.next().months(), Period.month(2026, 11)]
    groupings = [(), ("agency",), ("procedure",), ("channel", "month"), ("agency", "procedure", "channel", "month")]
    raw = [figures(months, Scope(), by, now) for by in groupings]
    for month in months:
        recount(month, now)
    assert MonthCount.objects.exists()
    assert [figures(months, Scope(), by, now) for by in groupings] == raw
    for name in EVERY:
        by_rows = sum(dossiers(name, SEPTEMBER, now).filter(competent_agency=one).count() for one in two_communes)
        assert whole([SEPTEMBER], Scope(), now)[name] == by_rows, name


def test_what_happened_since_is_read_from_the_dossiers_until_the_job_counted_it(two_communes: list[Agency]) -> None:
    now = timezone.now()
    settle()
    recount(SEPTEMBER, now)
    open_one = Dossier.objects.get(competent_agency=two_communes[0], channel=Channel.POST)
    open_one.finished_at, open_one.state, open_one.outcome = at(9, 30), State.ISSUED, "issue"
    open_one.save()
    assert whole([SEPTEMBER], of(two_communes[0]), now)["finished"] == 3  # nobody has heard of it yet
    touch(open_one, now)
    assert whole([SEPTEMBER], of(two_communes[0]), now)["finished"] == 4
    assert whole([SEPTEMBER], of(two_communes[1]), now)["finished"] == 3
    settle()
    assert not TouchedMonth.objects.exists()
    kept = MonthCount.objects.filter(month=SEPTEMBER.start, agency=two_communes[0])
    assert sum(row.early + row.in_time + row.late for row in kept) == 4


def test_an_accepted_dossier_counts_for_each_month_it_lives_in(dossier: Make) -> None:
    one = dossier("accepted")
    count_dossier(type("Fact", (), {"subject": one.ref})())  # type: ignore[arg-type]
    assert TouchedMonth.objects.filter(agency=one.competent_agency).exists()
    settle()
    this = Period.month(timezone.localdate().year, timezone.localdate().month)
    assert whole([this], of(one.competent_agency), timezone.now())["in_progress"] == 1
    assert CountedMonth.objects.filter(month=this.start).exists()


def test_the_night_counts_the_running_month_and_the_one_before(two_communes: list[Agency]) -> None:
    recount_recent()
    today = timezone.localdate().replace(day=1)
    assert set(CountedMonth.objects.values_list("month", flat=True)) == {
        today,
        (today - timedelta(days=1)).replace(day=1),
    }


def test_an_error_put_into_the_counts_is_found_named_and_mended(two_communes: list[Agency]) -> None:
    for _minute in range(3):  # a minute each
        settle()
    out = StringIO()
    call_command("check_rollups", stdout=out)
    assert "khớp" in out.getvalue()
    row = MonthCount.objects.filter(month=SEPTEMBER.start, agency=two_communes[1], late=1).get()
    MonthCount.objects.filter(pk=row.pk).update(late=5)
    MonthCount.objects.filter(month=SEPTEMBER.start, agency=two_communes[0], channel=Channel.POST).delete()
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("check_rollups", stdout=out)
    assert left.value.code == 1
    told = out.getvalue()
    assert f"tháng 9 năm 2026, {two_communes[1].short_name}" in told
    assert f"“{title('late')}”: đang giữ 5, đếm lại 1." in told
    assert f"“{title('in_progress')}”: đang giữ 0, đếm lại 1." in told
    call_command("check_rollups", "--mend", stdout=StringIO())
    out = StringIO()
    call_command("check_rollups", "--language", "en", stdout=out)
    assert "agree" in out.getvalue()


def test_a_fee_counts_as_paid_online_until_its_money_turns_out_to_be_anothers(dossier: Make, now: datetime) -> None:
    one = dossier("accepted")
    month = Period.month(timezone.localtime(one.accepted_at).year, timezone.localtime(one.accepted_at).month)
    charge = Ref("payments.charge", uuid4())
    paid = ChargePaid(subject=one.ref, charge=charge, code="at_intake", total=8000, channel="vietqr", paid_at=now)
    note_fee(paid)
    note_fee(paid)
    counts = whole([month], of(one.competent_agency), now)
    assert (counts["fee_paid"], counts["fee_paid_online"]) == (1, 1)
    cash = ChargePaid(
        subject=one.ref, charge=Ref("payments.charge", uuid4()), code="x", total=1, channel="cash", paid_at=now
    )
    note_fee(cash)
    forget_payment(ChargeReopened(subject=one.ref, charge=charge, code="at_intake", total=8000, at=now))
    counts = whole([month], of(one.competent_agency), now)
    assert (counts["fee_paid"], counts["fee_paid_online"]) == (1, 0)
    assert FeePaid.objects.get().online is False


# The index


def item(**changed: Any) -> Item:
    return Item(**({"key": "k", "title": "t", "max": Decimal(6), "certainty": "read"} | changed))


def test_points_follow_the_share_up_to_the_maximum() -> None:
    assert points(item(full_at=Decimal("0.5")), 1, 4) == 3
    assert points(item(full_at=Decimal("0.5")), 3, 4) == 6
    assert points(item(), 0, 4) == 0
    assert points(item(), 0, 0) is None
    assert points(item(), None, 4) is None
    assert added([None, Decimal(3), Decimal(2)]) == 5
    assert added([None]) is None


def test_the_index_adds_up_to_a_hundred_and_what_is_remembered_can_be_set() -> None:
    table = index()
    assert table.total == 100
    assert [group.max for group in table.groups] == [18, 20, 12, 10, 18, 22]
    group = {
        "source": "s", "total": 6,
        "groups": [{"key": "g", "title": "g", "max": 6, "items": [
            {"key": "paid", "title": "t", "max": 6, "certainty": "remembered", "of": "fee_paid_online", "over": "fee_paid"},
        ]}],
    }  # fmt: skip
    assert Index.read(group, {}).groups[0].items[0].is_remembered
    settled = Index.read(group, {"paid": {"full_at": 0.5, "over": "received"}}).groups[0].items[0]
    assert (settled.full_at, settled.over, settled.is_remembered) == (Decimal("0.5"), "received", False)
    with pytest.raises(ValueError, match="unknown"):
        Index.read(group, {"paied": {}})
    with pytest.raises(ValueError, match="add up"):
        Index.read(group, {"paid": {"max": 5}})


def links(page: Any) -> list[str]:
    return sorted({found.replace("&amp;", "&") for found in re.findall(r'href="(/steering/dossiers/\?[^"]+)"', page)})


@pytest.mark.parametrize("narrowed", ["", "&agency", "&channel=online", "&by=agency"])
def test_every_figure_opens_exactly_the_dossiers_that_make_it(
    leader: Client, two_communes: list[Agency], narrowed: str
) -> None:
    """Done when 5: on the index and in the statistics, whatever they are narrowed to."""
    narrowed = narrowed.replace("&agency", f"&agency={two_communes[0].slug}")
    recount(SEPTEMBER, timezone.now())
    opened = 0
    for screen in ("services:index766", "services:statistics"):
        page = leader.get(f"{reverse(screen)}?period=2026-09{narrowed}").content.decode()
        for link in links(page):
            shown = leader.get(link)
            asked = {key: value[0] for key, value in parse_qs(urlsplit(link).query).items()}
            assert asked["period"] == "2026-09"
            assert shown.context["figure"] == shown.context["listed"] == shown.context["table"].queryset.count()
            figure = re.escape(f"{shown.context['listed']}")
            assert re.search(rf'href="{re.escape(link.replace("&", "&amp;"))}">(?:<b>)?{figure}<', page), link
            opened += 1
    assert opened > 15


def test_the_index_of_a_month_by_hand(leader: Client) -> None:
    """Of twelve received two in time: 20 × 2/12; six came online, which is half: all 6 points."""
    page = leader.get(f"{reverse('services:index766')}?period=2026-09")
    lines = {line.item.key: line for group in page.context["sheet"].groups for line in group.lines}
    assert (lines["in_time"].of.number, lines["in_time"].over.number) == (2, 12)
    assert lines["in_time"].points == Decimal(20) * 2 / 12
    assert (lines["filed_online"].of.number, lines["filed_online"].points) == (6, 6)
    assert lines["electronic_results"].points == 0
    assert lines["published_on_time"].points is None
    assert "Chưa có phiếu đánh giá" in page.content.decode()
    assert page.context["received"].title == "12 tháng tiếp nhận 14 hồ sơ; cùng kỳ chưa có số liệu"


def test_leaders_see_their_agency_and_below_only(two_communes: list[Agency]) -> None:
    here, other = two_communes
    client = sign_in(Client(), make_official("chu.tich.xa", here, "signer"))
    page = client.get(f"{reverse('services:statistics')}?period=2026-09&by=agency")
    assert page.context["total"].counts["received"] == 6
    assert other.short_name not in page.content.decode()
    for screen in ("services:index766", "services:statistics", "services:statistics_sheet", "services:counted"):
        assert client.get(f"{reverse(screen)}?period=2026-09&agency={other.slug}").status_code == 404
    listed = client.get(f"{reverse('services:counted')}?period=2026-09&measure=received")
    assert listed.context["listed"] == 6
    outsider = sign_in(Client(), make_official("chuyen.vien", here, "specialist"))
    for screen in ("services:index766", "services:statistics", "services:counted", "services:load"):
        assert outsider.get(reverse(screen)).status_code == 403


def test_who_leads_a_centre_reads_the_figures_of_its_commune(province: None) -> None:
    centre = Agency.objects.filter(kind=AgencyKind.CENTRE, parent__kind=AgencyKind.COMMUNE).first()
    assert centre is not None
    account = make_official("giam.doc.tt", centre, "centre_director")
    assert centre.parent_id in (steered(Acting.of(account)) or ())
    root = make_official("toan.tinh", Agency.objects.get(kind=AgencyKind.PROVINCE), "auditor")
    assert steered(Acting.of(root)) is None
    office = make_official("chanh.vp", Agency.objects.get(slug="van-phong-ubnd"), "chief_of_office")
    assert steered(Acting.of(office)) is None  # the province says that this body steers for all of it
    body = make_official("giam.doc.so", Agency.objects.filter(kind=AgencyKind.PROVINCIAL_BODY).exclude(
        slug__in=whole_province()).order_by("pk")[0], "signer")  # fmt: skip
    assert steered(Acting.of(body)) is not None


def test_the_list_behind_a_figure_names_no_person_and_links_what_one_may_open(
    leader: Client, two_communes: list[Agency]
) -> None:
    Dossier.objects.filter(competent_agency=two_communes[0]).update(applicant_name="Lê Thị Kín")
    address = f"{reverse('services:counted')}?period=2026-09&measure=received"
    page = leader.get(address).content.decode()
    assert "Lê Thị Kín" not in page
    assert not re.search(r"/dossiers/[0-9a-f-]{36}/", page)  # the chief of office steers but reads no dossier
    own = sign_in(Client(), make_official("chu.tich.xa", two_communes[0], "signer"))
    assert len(set(re.findall(r"/dossiers/[0-9a-f-]{36}/", own.get(address).content.decode()))) == 6
    exported = own.get(f"{address}&export=csv")
    assert b"".join(exported.streaming_content).decode().count("THU-") == 6  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "wrong",
    [
        "period=hôm-nay",
        "period=2026",
        "agency=khong-co",
        "channel=bo-cau",
        "sector=khong",
        "procedure=9.9",
        "measure=x",
    ],
)
def test_an_address_that_names_nothing_is_refused(leader: Client, wrong: str) -> None:
    assert leader.get(f"{reverse('services:counted')}?{wrong}").status_code == 404
