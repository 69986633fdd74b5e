"""Start a case (khởi tạo quy trình)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.registry.entity import Entity
from cuulong.core.workflow.actions import steps
from cuulong.core.workflow.models import Case, TransitionKind
from cuulong.core.workflow.queries import version_on
from cuulong.core.workflow.rules import NotAllowed
from cuulong.lib.dates import local_date
from cuulong.lib.errors import gettext_noop
from cuulong.lib.facts import Ref


@transaction.atomic(savepoint=False)
def start(
    subject: Entity | Ref,
    process_code: str,
    *,
    agency: Agency,
    acting: Acting,
    at: datetime,
    intake_agency: Agency | None = None,
    room: Agency | None = None,
    context: Mapping[str, Any] | None = None,
) -> Case:
    """Send an object through the process in force today (khởi tạo quy trình).

    The caller has checked that `acting` may. Raises NotAllowed when no version is in force, or the object is already
    on its way; the caller's transaction is then rolled back as a whole.
    """
    ref = subject if isinstance(subject, Ref) else subject.ref
    version = version_on(process_code, local_date(at))
    if version is None:
        sentence = gettext_noop("Chưa có quy trình “%(process)s” nào đang áp dụng.")
        raise NotAllowed("no_version", sentence, process=process_code)
    try:
        case = Case.objects.create(
            version=version,
            subject_kind=ref.kind,
            subject_uuid=ref.uuid,
            agency=agency,
            intake_agency=intake_agency or agency,
            room=room,
            context=dict(context or {}),
            revision=1,
            started_at=at,
        )
    except IntegrityError as error:
        raise NotAllowed("already_started", gettext_noop("Hồ sơ này đang được xử lý rồi.")) from error
    first = version.table.start
    steps.append(case, TransitionKind.STARTED, acting=acting, at=at, to_key=first, agency=case.intake_agency)
    steps.log(case, "case.started", acting=acting, agency=case.intake_agency)
    steps.enter(case, first, acting=acting, at=at)
    return case
