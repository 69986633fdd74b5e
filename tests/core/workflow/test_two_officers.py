"""Two officers press at the same moment, on two connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from cuulong.core.workflow import engine, queries
from cuulong.core.workflow.models import Step
from cuulong.core.workflow.rules import AlreadyMoved


@pytest.mark.django_db(transaction=True)
def test_one_of_two_officers_moves_the_case_and_the_other_is_told(appraising, ward, moment):
    step = appraising()
    start = Barrier(2)

    def press(name):
        acting = ward.acting(name)
        start.wait(timeout=10)
        try:
            engine.act(step, "propose", acting=acting, at=moment("2026-11-24 10:00"))
        except AlreadyMoved as refusal:
            return str(refusal)
        else:
            return "moved"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as officers:
        told = sorted(officers.map(press, ["Bình", "Chi"]))
    assert told[1] == "moved"
    assert "xử lý lúc 10:00 24/11/2026 (Đề xuất cấp)" in told[0]
    assert Step.objects.filter(case=step.case, key="sign").count() == 1
    assert [line.n for line in queries.history(step.case.subject)] == [1, 2, 3]
