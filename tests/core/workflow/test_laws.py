"""What holds for every walk through every table: only listed moves, and pauses that add exactly their working time."""

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cuulong.core.calendars.queries import calendar_for
from cuulong.core.workflow import engine, queries
from cuulong.core.workflow.models import Case
from cuulong.core.workflow.rules import AlreadyMoved, NotAllowed
from cuulong.lib.dates import VIETNAM

from .conftest import MACHINE

pytestmark = pytest.mark.django_db
QUIET = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ALLOWED = 16 * 60  # minutes that the table gives to the step
ACTS = ("accept", "propose", "stop_clock", "give_up", "sign", "send_back", "unknown", "end:issued", "appraise")
TRIES = st.tuples(
    st.sampled_from(("act", "act", "act", "return", "recall", "pause", "resume", "take")),
    st.sampled_from(ACTS),
    st.sampled_from(("An", "Bình", "Chi", "Em", "Giang")),
)


def attempt(step, verb, key, acting, at):
    note = {"acting": acting, "at": at}
    match verb:
        case "act":
            engine.act(step, key, note="Lý do", given={"signature"}, **note)
        case "return":
            engine.return_to(step, key, "Lý do", **note)
        case "recall":
            engine.recall(step, "Lý do", **note)
        case "take":
            engine.take(step, **note)
        case "pause":
            engine.pause(step.case, "Chờ", **note)
        case "resume":
            engine.resume(step.case, **note)


@QUIET
@given(tries=st.lists(TRIES, min_size=5, max_size=18))
def test_a_state_never_moves_except_by_a_listed_action(begin, permit, ward, moment, tries):
    at = moment("2026-11-24 08:00")
    with transaction.atomic():
        step = begin()
        case_id, seen = step.case_id, []
        for verb, key, name in tries:
            at += timedelta(minutes=7)
            try:
                with transaction.atomic():
                    attempt(step, verb, key, ward.acting(name), at)
            except (NotAllowed, AlreadyMoved):
                pass
            case = Case.objects.get(pk=case_id)
            open_tasks = list(case.steps.filter(left_at=None, kind="task"))
            seen.append(open_tasks[0].key if open_tasks else f"end:{case.outcome}")
            if not open_tasks:
                break
            step = open_tasks[0]
        check_story(permit.table, case, seen[-1])
        transaction.set_rollback(True)


def check_story(table, case, place):
    """The transitions alone tell the place, and each move is one of the version's rows."""
    here, been, listed = "", set(), {(s.key, a.key, a.next) for s in table.steps for a in s.actions}
    came_from = {}
    for line in case.transitions.order_by("n"):
        match line.kind:
            case "started":
                assert line.to_key == table.start
            case "acted":
                assert (line.from_key, line.action, line.to_key) in listed
                assert line.from_key == here
            case "returned":
                assert line.from_key == here
                assert line.to_key in been
            case "recalled":
                assert (line.from_key, line.to_key) == (here, came_from[here])
            case _:
                continue
        if line.to_key != here:
            came_from[line.to_key] = here
        here = line.to_key
        been.add(here)
    assert here == place


def working_minutes(begins, ends):
    """Counted the slow way: minute after minute, by the province's week and holidays."""
    calendar, count, now = calendar_for(None, date(2026, 11, 24)), 0, begins
    days = {}
    while now < ends:
        day = now.astimezone(VIETNAM).date()
        if day not in days:
            days[day] = [
                (datetime.combine(day, s.opens, VIETNAM), datetime.combine(day, s.closes, VIETNAM))
                for s in calendar.spans(day)
            ]
        count += any(a <= now < b for a, b in days[day])
        now += timedelta(minutes=1)
    return count


@settings(QUIET, max_examples=12)
@given(gaps=st.lists(st.integers(1, 40 * 60), min_size=2, max_size=6))
def test_pauses_add_exactly_their_working_time(appraising, moment, gaps):
    at = moment("2026-11-24 09:00")
    with transaction.atomic():
        step = appraising()
        paused, used, running = 0, 0, True
        for gap in gaps:
            before, at = at, at + timedelta(minutes=gap)
            spent = working_minutes(before, at)
            if running:
                used += spent
                engine.pause(step.case, "Chờ", acting=MACHINE, at=at)
            else:
                paused += spent if used < ALLOWED else 0  # once late, waiting makes it no less late
                engine.resume(step.case, acting=MACHINE, at=at)
            running = not running
        if not running:
            engine.resume(step.case, acting=MACHINE, at=at)
        (task,) = [s for s in queries.current_steps(step.case.subject) if s.kind == "task"]
        assert working_minutes(step.entered_at, task.due_at) == ALLOWED + paused
        transaction.set_rollback(True)
