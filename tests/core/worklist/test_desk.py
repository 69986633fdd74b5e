"""The officials' home, built from whatever is declared."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cuulong.core import registry
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account, Appointment
from cuulong.core.registry import Worklist
from cuulong.core.worklist import queries
from cuulong.core.worklist.items import WorkItem
from cuulong.lib.dates import VIETNAM

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=VIETNAM)


@pytest.fixture
def lists(monkeypatch):
    """Only the lists a test declares."""
    monkeypatch.setitem(registry._declared, Worklist, {})

    def declare(code, *items, count=None):
        registry.declare(
            Worklist(
                code=code,
                title=f"Danh sách {code}",
                items=lambda acting, limit: items[:limit],
                count=lambda acting: len(items) if count is None else count,
            )
        )

    return declare


@pytest.fixture
def official(client, db):
    agency = Agency.objects.create(slug="phuong", kind="commune", name="Phường Thử", valid=DateRange(date(2020, 1, 1)))
    account = Account.objects.create(username="binh", full_name="Trần Văn Mẫu")
    Appointment.objects.create(account=account, agency=agency, role="specialist", valid=DateRange(date(2020, 1, 1)))
    client.force_login(account)
    return client


def item(title, due_at, **more):
    base = WorkItem(
        title=title,
        detail="H61-1",
        url=f"/d/{title}/",
        verb="Thẩm định",
        due_at=due_at,
        since=NOW,
        agency_name="Phường Thử",
    )
    return replace(base, **more)


def ask(now=NOW, **filters):
    return queries.desk(Acting.system("test"), now, queries.Filters(**filters))


def titles(desk):
    return {group.value: [one.title for one in rows] for group, rows in desk.groups.items()}


def test_the_rows_of_all_lists_stand_together_by_urgency(lists):
    lists("a", item("Nhà", NOW + timedelta(hours=2)), item("Đất", NOW - timedelta(days=3)))
    lists("b", item("Quán", NOW - timedelta(days=1)), item("Tàu", None))
    lists("empty")
    desk = ask()
    assert titles(desk) == {"late": ["Đất", "Quán"], "today": ["Nhà"], "later": ["Tàu"]}
    assert ([one.code for one, _ in desk.kinds], desk.total, desk.shown) == (["a", "b"], 4, 4)


def test_filters_narrow_by_list_agency_and_words(lists):
    lists("a", item("Nhà", NOW), item("Đất", NOW, agency_name="Sở Thử"))
    lists("b", item("Quán", NOW, person="Lê Thị Giả"))
    assert titles(ask(kind="b")) == {"today": ["Quán"]}
    assert titles(ask(agency="Sở Thử")) == {"today": ["Đất"]}
    assert titles(ask(words="le gia")) == {"today": ["Quán"]}
    assert titles(ask(words="nobody")) == {}


def test_a_desk_that_is_cut_says_so(lists):
    lists("a", item("Nhà", NOW), count=500)
    desk = ask()
    assert (desk.is_cut, desk.total, desk.fetched) == (True, 500, 1)


def test_the_screen_shows_groups_verbs_and_why_something_is_late(official, lists):
    late = item("Tách thửa", timezone.now() - timedelta(days=2), late_reason="Bước này có 3 ngày làm việc.")
    lists("a", late, item("Nhà", timezone.now() + timedelta(days=30)))
    page = official.get(reverse("worklist:desk")).content.decode()
    assert "Quá hạn, 1 việc" in page
    assert "Sau đó, 1 việc" in page
    assert "Trễ 2 ngày" in page
    assert "Bước này có 3 ngày làm việc." in page  # the most urgent opens by itself
    assert 'href="/d/Tách thửa/">Thẩm định<' in page


def test_a_reason_opens_and_closes_in_place_and_the_address_keeps_the_filters(official, lists):
    one = item("Tách thửa", timezone.now() - timedelta(days=2), late_reason="Lý do thứ nhất")
    two = item("Số nhà", timezone.now() - timedelta(days=1), late_reason="Lý do thứ hai")
    lists("a", one, two)
    page = official.get(reverse("worklist:desk"), {"kind": "a", "why": two.key}).content.decode()
    assert "Lý do thứ hai" in page
    assert "Lý do thứ nhất" not in page
    assert f'href="?kind=a&amp;why={one.key}#{one.key}"' in page
    assert f'href="?kind=a&amp;why=#{two.key}"' in page


def test_an_empty_desk_says_what_would_be_here(official, lists):
    lists("a")
    page = official.get(reverse("worklist:desk")).content.decode()
    assert "Bàn đã gọn" in page
    assert "Lọc" not in page


def test_filters_without_a_match_offer_a_way_back(official, lists):
    lists("a", item("Nhà", timezone.now()))
    page = official.get(reverse("worklist:desk"), {"q": "khong co"}).content.decode()
    assert "Không có việc nào khớp" in page
    assert 'value="khong co"' in page


def test_a_citizen_has_no_desk(client, lists):
    client.force_login(Account.objects.create(username="dan", full_name="Lê Thị Giả"))
    assert client.get(reverse("worklist:desk")).status_code == 403


def test_the_desk_costs_the_same_however_much_is_waiting(official, lists):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            official.get(reverse("worklist:desk"))
        return len(seen)

    lists("a", item("Nhà", timezone.now()))
    cost()  # what is kept in memory afterwards
    cost()  # the first request fills what is kept in memory
    few = cost()
    lists("b", *[item(f"Nhà {n}", timezone.now() + timedelta(days=n)) for n in range(50)])
    assert cost() == few
