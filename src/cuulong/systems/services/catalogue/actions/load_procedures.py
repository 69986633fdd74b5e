"""Lay the province's procedures, forms and processes (nạp thủ tục hành chính)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.text import slugify

from cuulong.core.audit.record import record
from cuulong.core.eforms import drafting
from cuulong.core.eforms.versions import publish
from cuulong.core.people.acting import Acting
from cuulong.core.search.index import Document, put_all
from cuulong.core.workflow.actions import versions as processes
from cuulong.lib.province import Province
from cuulong.lib.vietnamese import clean, fold

from ..models import Procedure, ProcedureVersion, Sector, Topic, VersionState
from ..slots import with_slots
from .describe import describe

LOADER = Acting.system("province")


def load_procedures(province: Province) -> None:
    """Topics and every procedure of the folder; an unchanged one is left alone (nạp danh mục)."""
    for order, row in enumerate(province.toml("topics.toml").get("topics", [])):
        known = {k: row.get(k, "") for k in ("name", "name_en", "hint", "hint_en", "icon")}
        topic, _ = Topic.objects.update_or_create(key=row["key"], defaults=known | {"order": order})
        for name in row.get("sectors", ()):
            _show_under(topic, name)
    for data, schema in province.procedures():
        load_procedure(data, schema)


def _show_under(topic: Topic, sector: str) -> None:
    """Procedures of a sector stand under the life event, also those that are imported later."""
    key = slugify(fold(sector))[:120]
    Sector.objects.filter(name=sector, topic=None).update(topic=topic)
    Sector.objects.get_or_create(key=key, defaults={"name": sector, "topic": topic})


@transaction.atomic
def load_procedure(data: Mapping[str, Any], schema: Mapping[str, Any]) -> ProcedureVersion:
    """One procedure with its form and process; a changed definition becomes a new published version.

    Raises eforms.BadForm, workflow.BadDefinition, TypeError for a column that provinces/README.md does not know.
    """
    procedure, _ = Procedure.objects.update_or_create(
        code=data["code"], defaults={"slug": data["slug"], "errand": data.get("errand")}
    )
    procedure.topics.set(Topic.objects.filter(key__in=data["topics"]))
    code = f"services.{data['code']}"
    names = {"title": data["name"], "title_en": data.get("name_en", "")}
    valid_from = data["valid_from"]
    form = drafting.went_on(code, schema, data["form"]) or _in_force(
        drafting.draft(code, schema=schema, layout=data["form"], acting=LOADER, **names), valid_from
    )
    _in_force(
        processes.draft(code, definition=_plain(data["process"]), acting=LOADER, **names), data["process"]["valid_from"]
    )
    version = _version(procedure, with_slots(_plain(data), form.layout), form, valid_from)
    put_all([document_of(version)])
    describe(version)
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
        at=version.recorded_at if version.recorded_at else timezone.now(),
    )


def _in_force(version: Any, valid_from: date) -> Any:
    return publish(version, valid_from=valid_from, acting=LOADER, at=timezone.now()) if version.is_draft else version


def _version(procedure: Procedure, definition: dict[str, Any], form: Any, valid_from: date) -> ProcedureVersion:
    last = procedure.versions.order_by("-n").first()
    if last is not None and last.definition == definition and last.form_id == form.pk:
        return last
    if last is not None:
        today = timezone.localdate()
        last.valid = DateRange(last.valid.lower, max(today, last.valid.lower))
        last.state = VersionState.RETIRED
        last.save(update_fields=["valid", "state"])
        valid_from = today
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        n=last.n + 1 if last else 1,
        state=VersionState.PUBLISHED,
        valid=DateRange(valid_from, None),
        name=clean(definition["name"]),
        name_en=definition.get("name_en", ""),
        definition=definition,
        form=form,
    )
    record(LOADER, "services.procedure.published", procedure, code=procedure.code, n=version.n)
    return version


def _plain(value: Any) -> Any:
    """TOML values as JSON keeps them: dates as ISO text."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
