"""Say which database replaces a paper (đặt cơ sở dữ liệu thay giấy tờ)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import InputError, gettext_noop

from ..lookup_settings import SETTINGS, with_lookups
from ..models import Procedure, ProcedureVersion, VersionState
from .import_catalogue import RIGHT
from .put_in_force import put_in_force


class NoSuchPaper(InputError):
    """The procedure is not filed here, or asks for no such paper."""


@transaction.atomic
def set_lookup(
    procedure: Procedure, key: str, setting: Mapping[str, Any], *, acting: Acting, on: date
) -> ProcedureVersion:
    """A new version whose paper is replaced by a database, or by none for {} (đặt cơ sở dữ liệu thay giấy tờ).

    Begun dossiers keep theirs. `setting`: {register, lookup} as `with_lookups` takes it. Raises NoSuchPaper.
    """
    acting.require(RIGHT)
    last = (
        ProcedureVersion.objects.select_for_update(of=("self",))
        .filter(procedure=procedure, state=VersionState.PUBLISHED, valid__upper_inf=True)
        .select_related("form", "procedure")
        .first()
    )
    if last is None or key not in {p.key for p in last.rules.papers if not p.is_form}:
        raise NoSuchPaper("no_paper", gettext_noop("Thủ tục này không có giấy tờ đó."))
    changed = with_lookups(last.definition, {**last.definition.get(SETTINGS, {}), key: dict(setting)})
    if changed == last.definition:
        return last
    made = put_in_force(procedure, changed, last.form, day=on, acting=acting)
    name = next(p.name for p in made.rules.papers if p.key == key)
    database = setting["register"]["name"] if setting else "–"
    record(acting, "services.paper.lookup_set", procedure, code=procedure.code, paper=name, database=database)
    return made
