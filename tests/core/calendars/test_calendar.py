"""Which calendar counts where and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from cuulong.core.audit.models import Event
from cuulong.core.calendars.actions.days import import_days, remove_day, set_day
from cuulong.core.calendars.actions.hours import set_hours
from cuulong.core.calendars.actions.load import load_calendar
from cuulong.core.calendars.models import Holiday, OpeningHours
from cuulong.core.calendars.queries import calendar_for, own_week
from cuulong.core.calendars.rules import USUAL_WEEK, Week, week_of
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.people.testing import make_official
from cuulong.lib.dates import VIETNAM
from cuulong.lib.errors import InputError
from cuulong.lib.province import Province
from cuulong.lib.tables import read_table, write_csv
from cuulong.lib.working_time import TimeLimit, Unit, due

from .conftest import Offices

VINH_LONG = Path(__file__).parents[3] / "provinces" / "vinhlong"
TUESDAY = date(2026, 11, 24)
SATURDAYS: Week = week_of([(n, time(7, 30), time(11, 30)) for n in range(1, 7)])


class TestTheProvince:
    @pytest.fixture(autouse=True)
    def loaded(self, db: None) -> None:
        load_calendar(Province(VINH_LONG))

    def test_tet_2026_is_off_and_the_saturday_for_31_august_is_worked(self) -> None:
        calendar = calendar_for(None, date(2026, 2, 1))
        assert not any(calendar.is_working_day(date(2026, 2, day)) for day in range(16, 21))
        assert calendar.is_working_day(date(2026, 8, 22))
        assert not calendar.is_working_day(date(2026, 8, 31))
        assert not calendar.is_working_day(date(2026, 11, 24))

    def test_a_due_date_jumps_over_tet(self) -> None:
        received = datetime(2026, 2, 12, 9, tzinfo=VIETNAM)
        promised = due(received, TimeLimit(3, Unit.WORKING_DAYS), calendar_for(None, received.date())).due_at
        assert promised == datetime(2026, 2, 24, 17, tzinfo=VIETNAM)

    def test_loading_again_brings_back_nothing_that_an_administrator_removed(self, machine: Acting) -> None:
        count = Holiday.objects.count()
        remove_day(Holiday.objects.get(day=date(2026, 8, 31)), acting=machine)
        load_calendar(Province(VINH_LONG))
        assert Holiday.objects.count() == count - 1
        assert OpeningHours.objects.filter(agency=None).count() == 10


class TestHours:
    def test_an_office_without_hours_of_its_own_follows_its_body_then_the_province(
        self, offices: Offices, machine: Acting
    ) -> None:
        assert calendar_for(offices.room, TUESDAY).weekly == USUAL_WEEK
        set_hours(offices.ward, SATURDAYS, date(2026, 1, 1), acting=machine)
        assert calendar_for(offices.room, TUESDAY).weekly == SATURDAYS
        assert calendar_for(offices.centre, TUESDAY).weekly == USUAL_WEEK

    def test_new_hours_hold_from_their_day_and_the_old_ones_before(self, offices: Offices, machine: Acting) -> None:
        set_hours(offices.centre, USUAL_WEEK, date(2026, 1, 1), acting=machine)
        set_hours(offices.centre, SATURDAYS, date(2026, 6, 1), acting=machine)
        assert own_week(offices.centre, date(2026, 5, 31)) == USUAL_WEEK
        assert own_week(offices.centre, date(2026, 6, 1)) == SATURDAYS

    def test_correcting_the_same_day_leaves_one_week(self, offices: Offices, machine: Acting) -> None:
        set_hours(offices.centre, USUAL_WEEK, date(2026, 6, 1), acting=machine)
        set_hours(offices.centre, SATURDAYS, date(2026, 6, 1), acting=machine)
        assert own_week(offices.centre, date(2026, 6, 1)) == SATURDAYS
        assert OpeningHours.objects.count() == 6

    def test_an_empty_week_gives_the_office_back_to_the_province(self, offices: Offices, machine: Acting) -> None:
        set_hours(offices.centre, SATURDAYS, date(2026, 1, 1), acting=machine)
        set_hours(offices.centre, ((),) * 7, date(2026, 6, 1), acting=machine)
        assert calendar_for(offices.centre, date(2026, 6, 1)).weekly == USUAL_WEEK
        with pytest.raises(InputError):
            set_hours(None, ((),) * 7, date(2026, 6, 1), acting=machine)

    def test_the_database_refuses_overlapping_hours(self, offices: Offices) -> None:
        always = DateRange(date(2026, 1, 1), None)
        OpeningHours.objects.create(weekday=1, opens=time(7), closes=time(11), valid=always)
        OpeningHours.objects.create(weekday=1, opens=time(11), closes=time(12), valid=always)
        OpeningHours.objects.create(agency=offices.ward, weekday=1, opens=time(7), closes=time(11), valid=always)
        with pytest.raises(IntegrityError), transaction.atomic():
            OpeningHours.objects.create(weekday=1, opens=time(10), closes=time(11, 30), valid=always)


class TestDays:
    def test_setting_a_day_is_written_down_and_counts_at_once(self, offices: Offices, machine: Acting) -> None:
        assert calendar_for(None, TUESDAY).is_working_day(TUESDAY)
        set_day(TUESDAY, "off", "Ngày Văn hóa", source="NQ 28/2026/QH16", acting=machine)
        assert calendar_for(None, TUESDAY).why_off(TUESDAY) == "Ngày Văn hóa"
        event = Event.objects.get(action="calendars.day.set")
        assert event.details == {"day": "24/11/2026", "kind": "Nghỉ", "name": "Ngày Văn hóa"}

    def test_setting_it_again_changes_it(self, offices: Offices, machine: Acting) -> None:
        set_day(TUESDAY, "off", "Nghỉ", acting=machine)
        set_day(TUESDAY, "makeup", "Làm bù", acting=machine)
        assert Holiday.objects.get().kind == "makeup"

    @pytest.mark.parametrize(("kind", "name"), [("holiday", "x"), ("off", "  ")])
    def test_a_day_without_kind_or_name_is_refused(self, machine: Acting, db: None, kind: str, name: str) -> None:
        with pytest.raises(InputError):
            set_day(TUESDAY, kind, name, acting=machine)

    def test_only_administrators_change_the_calendar(self, offices: Offices) -> None:
        specialist = Acting.of(make_official("cv", offices.ward, "specialist"))
        for attempt in (
            lambda: set_day(TUESDAY, "off", "x", acting=specialist),
            lambda: set_hours(None, USUAL_WEEK, TUESDAY, acting=specialist),
            lambda: import_days(read_table(b"date\n"), acting=specialist),
        ):
            with pytest.raises(Forbidden):
                attempt()


class TestImport:
    HEAD = ("Ngày", "Loại", "Tên", "Căn cứ")
    COLUMNS = {"date": ("ngày",), "kind": ("loại",), "name": ("tên",), "source": ("căn cứ",)}

    def table(self, *rows: tuple[str, ...]):  # type: ignore[no-untyped-def]
        return read_table(write_csv(self.HEAD, rows), columns=self.COLUMNS)

    def test_good_rows_are_taken_and_every_bad_one_is_named(self, machine: Acting, db: None) -> None:
        set_day(date(2027, 1, 1), "off", "Tên cũ", acting=machine)
        report = import_days(
            self.table(
                ("01/01/2027", "nghỉ", "Tết Dương lịch", "BLLĐ"),
                ("2027-01-09", "Làm bù", "Bù", ""),
                ("31/02/2027", "nghỉ", "Sai", ""),
                ("2027-03-03", "lễ", "Sai", ""),
                ("2027-03-04", "off", "", ""),
                ("2027-01-09", "off", "Hai lần", ""),
            ),
            acting=machine,
        )
        assert report.taken == 2
        assert [(e.line, e.column) for e in report.errors] == [(4, "date"), (5, "kind"), (6, "name"), (7, "date")]
        assert dict(Holiday.objects.values_list("name", "kind")) == {"Tết Dương lịch": "off", "Bù": "makeup"}
        assert calendar_for(None, date(2027, 1, 1)).is_working_day(date(2027, 1, 9))

    def test_all_or_none_takes_none_when_one_is_bad(self, machine: Acting, db: None) -> None:
        report = import_days(
            self.table(("2027-01-01", "off", "Tết", ""), ("x", "off", "Sai", "")), acting=machine, only_if_all_good=True
        )
        assert report.taken == 0
        assert not Holiday.objects.exists()


class TestMemory:
    def test_two_queries_cold_and_none_warm(self, offices: Offices) -> None:
        with CaptureQueriesContext(connection) as cold:
            calendar_for(offices.room, TUESDAY)
        with CaptureQueriesContext(connection) as warm:
            calendar_for(offices.ward, TUESDAY)
        assert (len(cold), len(warm)) == (2, 0)

    def test_an_edit_drops_what_was_held_only_once_it_is_committed_too(
        self, machine: Acting, db: None, django_capture_on_commit_callbacks: Callable[..., object]
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True) as after:  # type: ignore[attr-defined]
            set_day(TUESDAY, "off", "Nghỉ", acting=machine)
            assert not calendar_for(None, TUESDAY).is_working_day(TUESDAY)
        assert after
