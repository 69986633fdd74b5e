"""Say from which day several people may file one dossier (đặt số người cùng nộp)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import InputError, gettext_noop

from ..co_signing import with_most
from ..models import Procedure, ProcedureVersion, VersionState
from .import_catalogue import RIGHT
from .put_in_force import put_in_force


class NotSet(InputError):
    """The setting cannot hold like that."""


@transaction.atomic
def set_co_signing(procedure: Procedure, most: int, *, acting: Acting, on: date) -> ProcedureVersion:
    """A new version from `on` under which `most` people sign beside the filer; 0: nobody (đặt số người cùng nộp).

    Begun dossiers keep theirs. Raises Forbidden, NotSet: not filed here, a day that passed.
    """
    acting.require(RIGHT)
    if on < timezone.localdate():
        raise NotSet("past", gettext_noop("Ngày áp dụng phải từ hôm nay trở đi."))
    last = (
        ProcedureVersion.objects.select_for_update(of=("self",))
        .filter(procedure=procedure, state=VersionState.PUBLISHED, valid__upper_inf=True)
        .select_related("form", "procedure")
        .first()
    )
    if last is None:
        raise NotSet("not_filed", gettext_noop("Thủ tục này không đang nhận hồ sơ."))
    if last.rules.most_co_signers == most:
        return last
    made = put_in_force(procedure, with_most(last.definition, most), last.form, day=on, acting=acting)
    record(
        acting, "services.procedure.co_signing_set", procedure, code=procedure.code, most=most,
        day=made.valid.lower.isoformat(),
    )  # fmt: skip
    return made
