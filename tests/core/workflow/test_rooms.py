"""A case is given to a room of its agency while it is on its way (giao phòng chuyên môn)."""

from __future__ import annotations

from uuid import uuid4

import pytest

from cuulong.core.audit.models import Event
from cuulong.core.workflow import engine
from cuulong.core.workflow.models import Case, Step
from cuulong.core.workflow.rules import AlreadyMoved
from cuulong.lib.facts import Ref

from .conftest import MACHINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(ward, permit, moment):
    """At intake, of no room yet."""
    return engine.start(
        Ref("probe.dossier", uuid4()),
        "permit",
        agency=ward.agencies["phuong"],
        intake_agency=ward.agencies["trung-tam"],
        acting=MACHINE,
        at=moment("2026-11-24 08:00"),
    )


def test_steps_from_the_next_on_are_the_room_s(ward, case, moment):
    room, at = ward.agencies["phuong--kinh-te"], moment("2026-11-24 08:30")
    open_step = Step.objects.get(case=case, left_at=None)
    engine.place_in_room(case, room, acting=MACHINE, at=at)
    assert Step.objects.get(pk=open_step.pk).agency == ward.agencies["trung-tam"]
    (entered,) = engine.act(open_step, "accept", acting=ward.acting("An"), at=at)
    assert entered.agency == room
    assert Event.objects.filter(action="workflow.case.placed", subject_uuid=case.subject_uuid).count() == 1


def test_the_same_room_again_says_nothing_and_none_gives_it_back(ward, case, moment):
    room, at = ward.agencies["phuong--kinh-te"], moment("2026-11-24 08:30")
    for _n in range(2):
        engine.place_in_room(case, room, acting=MACHINE, at=at)
    assert Event.objects.filter(action="workflow.case.placed", subject_uuid=case.subject_uuid).count() == 1
    engine.place_in_room(case, None, acting=MACHINE, at=at)
    assert Case.objects.get(pk=case.pk).room is None


def test_a_case_that_has_ended_is_given_to_no_room(ward, case, moment):
    at = moment("2026-11-24 09:00")
    engine.cancel(case, "Rút hồ sơ", acting=MACHINE, at=at)
    with pytest.raises(AlreadyMoved):
        engine.place_in_room(case, ward.agencies["phuong--kinh-te"], acting=MACHINE, at=at)
