"""Lay the province's procedures, forms and processes (nạp thủ tục hành chính)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from cuulong.core.eforms import drafting
from cuulong.core.eforms.versions import publish
from cuulong.core.people.acting import Acting
from cuulong.core.search.index import put_all
from cuulong.core.workflow.actions import versions as processes
from cuulong.lib.province import Province
from cuulong.lib.vietnamese import fold

from ..co_signing import kept_from
from ..lookup_settings import set_by_officers, with_lookups
from ..models import Procedure, ProcedureVersion, Sector, Topic, VersionState
from ..slots import with_slots
from .describe import describe
from .put_in_force import document_of, put_in_force

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
    code = procedure.parts_code
    names = {"title": data["name"], "title_en": data.get("name_en", "")}
    valid_from = data["valid_from"]
    form = drafting.went_on(code, schema, data["form"]) or _in_force(
        drafting.draft(code, schema=schema, layout=data["form"], acting=LOADER, **names), valid_from
    )
    _in_force(
        processes.draft(code, definition=_plain(data["process"]), acting=LOADER, **names), data["process"]["valid_from"]
    )
    definition = with_lookups(with_slots(_plain(data), form.layout), set_by_officers(procedure)) | kept_from(procedure)
    version = _version(procedure, definition, form, valid_from)
    if version.state == VersionState.PUBLISHED:
        put_all([document_of(version)])
        if not version.opened_here:
            describe(version)
    return version


def _in_force(version: Any, valid_from: date) -> Any:
    return publish(version, valid_from=valid_from, acting=LOADER, at=timezone.now()) if version.is_draft else version


def _version(procedure: Procedure, definition: dict[str, Any], form: Any, valid_from: date) -> ProcedureVersion:
    last = procedure.versions.order_by("-n").first()
    if last is not None and last.definition == definition and last.form_id == form.pk:
        return last
    # What an officer opened or closed on screen stays so; the province's folder is only where it began.
    if last is not None and (last.opened_here or last.state == VersionState.RETIRED):
        return last
    day = timezone.localdate() if last else valid_from
    return put_in_force(procedure, definition, form, day=day, acting=LOADER)


def _plain(value: Any) -> Any:
    """TOML values as JSON keeps them: dates as ISO text."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
