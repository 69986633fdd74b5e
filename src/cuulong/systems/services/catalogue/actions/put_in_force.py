"""A new version of what a procedure asks, in force from a day (đưa phiên bản thủ tục vào áp dụng)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.eforms.models import FormVersion
from cuulong.core.people.acting import Acting
from cuulong.core.search.index import Document
from cuulong.lib.vietnamese import clean

from ..models import Procedure, ProcedureVersion, VersionState


def put_in_force(
    procedure: Procedure, definition: dict[str, Any], form: FormVersion, *, day: date, acting: Acting
) -> ProcedureVersion:
    """End the version before on `day` and publish this one; dossiers keep theirs (áp dụng phiên bản mới).

    Whoever changes the procedure's words tells the search.
    """
    last = procedure.versions.select_for_update().order_by("-n").first()
    if last is not None and last.state == VersionState.PUBLISHED:
        day = max(day, last.valid.lower)
        last.valid = DateRange(last.valid.lower, day)
        if day <= max(timezone.localdate(), last.valid.lower):
            last.state = VersionState.RETIRED
        last.save(update_fields=["valid", "state"])
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        n=last.n + 1 if last else 1,
        state=VersionState.PUBLISHED,
        valid=DateRange(day, None),
        name=clean(definition["name"]),
        name_en=definition.get("name_en", ""),
        definition=definition,
        form=form,
    )
    record(acting, "services.procedure.published", procedure, code=procedure.code, n=version.n)
    return version


def document_of(version: ProcedureVersion) -> Document:
    """What search knows of a procedure: its code, its names, what people call it (tài liệu tìm kiếm)."""
    raw = version.rules.raw
    words = [raw.get("official_name", ""), raw.get("summary", ""), raw.get("name_en", ""), *raw.get("keywords", ())]
    return Document(
        ref=version.procedure.ref,
        keys=(version.procedure.code,),
        title=version.name,
        text=" ".join(words),
        at=version.recorded_at,
    )
