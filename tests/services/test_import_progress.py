"""Progress of an import is read by others while its transaction is still open (tiến độ nhập danh mục)."""

from __future__ import annotations

import time

import pytest
from django.db import connection, transaction

from cuulong.core.files.rules import TEXT
from cuulong.core.files.store import store
from cuulong.core.people.acting import Acting
from cuulong.systems.services.catalogue.models import ImportProgress, ImportRun, RunState, Stage
from cuulong.systems.services.catalogue.progress import Progress


@pytest.mark.django_db(transaction=True)
def test_progress_stands_in_the_database_before_the_import_is_there() -> None:
    stored = store(b"a;b", name="a.csv", acting=Acting.system("test"), allowed=frozenset({TEXT}))
    run = ImportRun.objects.create(file=stored, format="csv", state=RunState.WAITING)
    ImportProgress.objects.create(run=run)
    seen = []
    with transaction.atomic(), Progress(run.pk) as progress:
        ImportRun.objects.select_for_update().get(pk=run.pk)  # as the writing holds it
        other = connection.copy()
        try:
            for row in progress.watch(Stage.LISTINGS, range(3), 3):
                time.sleep(0.3)
                with other.cursor() as cursor:
                    cursor.execute("SELECT stage, done, total FROM sys_services_importprogress")
                    seen.append((row, *cursor.fetchone()))
        finally:
            other.close()
    assert seen == [(0, "listings", 0, 3), (1, "listings", 1, 3), (2, "listings", 2, 3)]
    found = ImportProgress.objects.get(run=run)
    assert (found.stage, found.done, found.total) == (Stage.LISTINGS, 3, 3)
