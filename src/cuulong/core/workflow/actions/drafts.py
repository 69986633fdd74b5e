"""Write a process on the workbench, put it into force, end it (soạn, ban hành, thôi áp dụng quy trình)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from cuulong.core.audit.record import record as audit
from cuulong.core.eforms import versions
from cuulong.core.people.acting import Acting
from cuulong.core.registry import Role, declared
from cuulong.core.workflow.actions.versions import add_version
from cuulong.core.workflow.designer.sheet import Deed, Sheet, done, empty
from cuulong.core.workflow.models import Process, ProcessDraft, ProcessVersion
from cuulong.core.workflow.rules import BadDefinition, problems
from cuulong.lib.dates import short_datetime
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.vietnamese import clean

DESIGN = "workflow.design"


class DraftMoved(InputError):
    """Somebody else has changed the draft since the page was shown (bản soạn vừa được sửa)."""


@transaction.atomic
def begin_process(
    code: str, title: str, *, acting: Acting, at: datetime, title_en: str = "", sheet: Mapping[str, Any] | None = None
) -> ProcessDraft:
    """A new process with its first draft (tạo quy trình). Raises InputError when the code is taken."""
    acting.require(DESIGN)
    if Process.objects.filter(code=code).exists():
        raise InputError(
            "taken", gettext_noop("Đã có quy trình mang mã “%(known)s”. Mở quy trình đó để sửa."), known=code
        )
    process = Process.objects.create(code=code, title=clean(title), title_en=clean(title_en))
    return _open(process, dict(sheet) if sheet else empty(), acting, at)


@transaction.atomic
def open_draft(
    process: Process, *, acting: Acting, at: datetime, version: ProcessVersion | None = None
) -> ProcessDraft:
    """Take a process to the workbench, as `version` or the last one says; an open draft is kept (mở bản soạn)."""
    acting.require(DESIGN)
    process = Process.objects.select_for_update().get(pk=process.pk)
    draft = ProcessDraft.objects.filter(process=process).first()
    if draft is not None:
        return draft
    source = version or process.versions.order_by("-n").first()
    return _open(process, source.definition if source else empty(), acting, at)


def _open(process: Process, sheet: Mapping[str, Any], acting: Acting, at: datetime) -> ProcessDraft:
    draft = ProcessDraft.objects.create(
        process=process, definition=dict(sheet), changed_at=at, changed_by=acting.actor_label
    )
    audit(acting, "workflow.draft.opened", process, title=process.title)
    return draft


@transaction.atomic
def change(draft: ProcessDraft, deed: Deed, *, acting: Acting, at: datetime, seen: int | None = None) -> ProcessDraft:
    """Change the table; `seen` is the position the screen showed (sửa bản soạn). Raises DraftMoved, InputError."""
    acting.require(DESIGN)
    draft = _locked(draft)
    if seen is not None and seen != draft.position:
        sentence = gettext_noop("%(who)s vừa sửa bản soạn lúc %(at)s. Xem lại rồi lưu lần nữa; chữ đã gõ vẫn còn.")
        raise DraftMoved("moved", sentence, who=draft.changed_by, at=short_datetime(draft.changed_at))
    sheet: Sheet = done(draft.definition, deed)
    if sheet == draft.definition:
        return draft
    draft.definition, draft.position = sheet, draft.position + 1
    draft.changed_at, draft.changed_by = at, acting.actor_label
    draft.save()
    audit(acting, "workflow.draft.changed", draft.process, title=draft.process.title)
    return draft


@transaction.atomic
def discard(draft: ProcessDraft, *, acting: Acting) -> None:
    """Drop a draft; versions and cases are not touched (bỏ bản soạn)."""
    acting.require(DESIGN)
    draft = _locked(draft)
    audit(acting, "workflow.draft.discarded", draft.process, title=draft.process.title)
    draft.delete()


@transaction.atomic
def publish_draft(
    draft: ProcessDraft, *, valid_from: date, acting: Acting, at: datetime, seen: int | None = None
) -> ProcessVersion:
    """Put the draft into force as a new version; live cases keep theirs (ban hành quy trình).

    Raises BadDefinition with every problem, NotPublishable, DraftMoved.
    """
    acting.require(DESIGN)
    draft = change(draft, lambda sheet: sheet, acting=acting, at=at, seen=seen)
    if found := problems(draft.definition, set(declared(Role))):
        raise BadDefinition(found)
    version = add_version(draft.process, draft.definition, acting=acting)
    version = versions.publish(version, valid_from=valid_from, acting=acting, at=at)
    draft.delete()
    return version


@transaction.atomic
def retire_version(version: ProcessVersion, *, last_day: date, acting: Acting) -> ProcessVersion:
    """End a version: nothing new begins after `last_day`, live cases go on under it (thôi áp dụng)."""
    acting.require(DESIGN)
    return versions.retire(version, last_day=last_day, acting=acting)


def _locked(draft: ProcessDraft) -> ProcessDraft:
    found = ProcessDraft.objects.select_for_update(of=("self",)).select_related("process").filter(pk=draft.pk).first()
    if found is None:
        raise DraftMoved("gone", gettext_noop("Bản soạn này đã được ban hành hoặc bỏ ở cửa sổ khác."))
    return found
