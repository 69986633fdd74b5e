"""Write and put into force the wording of a process (ban hành quy trình)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from cuulong.core.audit.record import record as audit
from cuulong.core.people.acting import Acting
from cuulong.core.registry import Role, declared
from cuulong.core.workflow.models import Process, ProcessVersion, VersionState
from cuulong.core.workflow.rules import BadDefinition, NotAllowed, problems
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean


@transaction.atomic
def draft(code: str, title: str, definition: Mapping[str, Any], *, acting: Acting, title_en: str = "") -> ProcessVersion:
    """Add a version that no case uses yet; the same wording as the last one gives the last one (soạn quy trình).

    Raises BadDefinition with every problem found.
    """
    if found := problems(definition, set(declared(Role)) or None):
        raise BadDefinition(found)
    wording = {"start": definition["start"], "steps": definition["steps"]}
    names = {"title": clean(title), "title_en": clean(title_en)}
    process, _ = Process.objects.select_for_update().update_or_create(code=code, defaults=names)
    last = process.versions.order_by("-n").first()
    if last and last.definition == wording:
        return last
    version = process.versions.create(n=last.n + 1 if last else 1, definition=wording)
    audit(acting, "workflow.version.drafted", version, process=process.title, n=version.n)
    return version


@transaction.atomic
def publish(version: ProcessVersion, *, valid_from: date, acting: Acting, at: datetime) -> ProcessVersion:
    """Put a draft into force from a day on; the version before it ends the day before (ban hành). Raises NotAllowed."""
    version = ProcessVersion.objects.select_for_update(of=("self",)).select_related("process").get(pk=version.pk)
    if version.state != VersionState.DRAFT:
        raise NotAllowed("published", gettext_noop("Phiên bản này đã ban hành."))
    in_force = version.process.versions.exclude(state=VersionState.DRAFT)
    if in_force.filter(valid__startswith__gte=valid_from).exists():
        sentence = gettext_noop("Đã có phiên bản áp dụng từ ngày đó hoặc muộn hơn.")
        raise NotAllowed("later_version", sentence)
    before = in_force.filter(valid__contains=valid_from).first()
    if before is not None:
        before.valid = DateRange(before.valid.lower, valid_from)
        before.state = VersionState.RETIRED
        before.save()
    version.valid = DateRange(valid_from, None)
    version.state, version.published_at = VersionState.PUBLISHED, at
    version.save()
    audit(acting, "workflow.version.published", version, process=version.process.title, n=version.n)
    return version


@transaction.atomic
def retire(version: ProcessVersion, *, last_day: date, acting: Acting) -> ProcessVersion:
    """End a version without a follower; cases on their way keep it (thôi áp dụng). Raises NotAllowed."""
    version = ProcessVersion.objects.select_for_update(of=("self",)).select_related("process").get(pk=version.pk)
    if version.state != VersionState.PUBLISHED or version.valid is None:
        raise NotAllowed("not_published", gettext_noop("Chỉ phiên bản đang áp dụng mới thôi áp dụng được."))
    if last_day < version.valid.lower:
        raise NotAllowed("before_start", gettext_noop("Ngày thôi áp dụng đứng trước ngày bắt đầu áp dụng."))
    version.valid = DateRange(version.valid.lower, last_day + timedelta(days=1))
    version.state = VersionState.RETIRED
    version.save()
    audit(acting, "workflow.version.retired", version, process=version.process.title, n=version.n)
    return version
