"""Open a form on the workbench, change it, undo, publish or drop it (soạn biểu mẫu)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.eforms import versions
from cuulong.core.eforms.builder.sheet import BadChange, Sheet
from cuulong.core.eforms.definition import BadForm
from cuulong.core.eforms.drafting import draft as write_version
from cuulong.core.eforms.facts import FormPublished
from cuulong.core.eforms.models import DraftEdit, FormDefinition, FormDraft, FormVersion
from cuulong.core.eforms.versions import NotPublishable
from cuulong.core.outbox.publish import publish as tell
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.vietnamese import clean

BUILD = "eforms.build"
EDITS_KEPT = 300

Said = tuple[str, dict[str, Any]]
Alter = Callable[[Sheet], Said]


class Stale(BadChange):
    """Someone changed the draft after this page was opened; what was typed is kept on screen."""


@transaction.atomic
def start_form(
    code: str, title: str, *, acting: Acting, at: datetime, content: dict[str, Any] | None = None
) -> FormDraft:
    """A new form with an empty draft, or with what a file brought (tạo biểu mẫu). Raises BadChange."""
    acting.require(BUILD)
    if FormDefinition.objects.filter(code=code).exists():
        raise BadChange("taken", gettext_noop("Mã “%(wanted)s” đã có biểu mẫu khác. Chọn mã khác."), wanted=code)
    form = FormDefinition.objects.create(code=code, title=clean(title))
    sheet = Sheet.of(content) if content else Sheet(clean(title))
    return _open(form, sheet, (gettext_noop("Tạo biểu mẫu"), {}), acting, at)


@transaction.atomic
def open_draft(form: FormDefinition, *, acting: Acting, at: datetime, version: FormVersion | None = None) -> FormDraft:
    """Take a version to the workbench; a form that is there already stays as it is (mở bản soạn)."""
    acting.require(BUILD)
    form = FormDefinition.objects.select_for_update().get(pk=form.pk)
    found = FormDraft.objects.filter(form=form).first()
    if found is not None:
        return found
    base = version or form.versions.order_by("-n").first()
    if base is None:
        return _open(form, Sheet(form.title), (gettext_noop("Tạo biểu mẫu"), {}), acting, at)
    names = {"title": form.title, "title_en": form.title_en}
    sheet = Sheet.of(names | {"schema": base.schema, "layout": base.layout})
    return _open(form, sheet, (gettext_noop("Mở từ phiên bản %(n)s"), {"n": base.n}), acting, at)


def _open(form: FormDefinition, sheet: Sheet, said: Said, acting: Acting, at: datetime) -> FormDraft:
    draft = FormDraft.objects.create(form=form, opened_at=at)
    _write(draft, 0, sheet, said, acting, at)
    record(acting, "eforms.draft.opened", draft, title=form.title)
    return draft


def _write(draft: FormDraft, n: int, sheet: Sheet, said: Said, acting: Acting, at: datetime) -> None:
    what, details = said
    DraftEdit.objects.create(
        draft=draft, n=n, what=what, details=details, by=acting.actor_label, at=at, content=sheet.raw
    )


def _locked(draft: FormDraft) -> FormDraft:
    return FormDraft.objects.select_for_update(of=("self",)).select_related("form").get(pk=draft.pk)


def current(draft: FormDraft) -> Sheet:
    """The form as it stands on the workbench (nội dung đang soạn)."""
    return Sheet.of(draft.edits.get(n=draft.position).content)


@transaction.atomic
def change(draft: FormDraft, alter: Alter, *, acting: Acting, at: datetime, seen: int | None = None) -> FormDraft:
    """Do one change; what had been undone is forgotten (sửa bản soạn).

    `alter` changes the sheet and says what it did; `seen`: the edit the page showed. Raises Stale, BadChange, NoSuchPart.
    """
    acting.require(BUILD)
    draft = _locked(draft)
    if seen is not None and seen != draft.position:
        last = draft.edits.get(n=draft.position)
        raise Stale(
            "stale",
            gettext_noop(
                "%(by)s vừa sửa bản này lúc %(time)s. Những gì vừa gõ vẫn còn dưới đây; xem lại rồi lưu lần nữa."
            ),
            by=last.by,
            time=timezone.localtime(last.at).strftime("%H:%M:%S"),
        )
    sheet = current(draft)
    said = alter(sheet)
    draft.edits.filter(n__gt=draft.position).delete()
    draft.edits.filter(n__lte=draft.position - EDITS_KEPT).delete()
    draft.position += 1
    draft.save(update_fields=["position"])
    _write(draft, draft.position, sheet, said, acting, at)
    record(
        acting, "eforms.draft.changed", draft, title=draft.form.title, what=said[0] % said[1] if said[1] else said[0]
    )
    return draft


@transaction.atomic
def step_back(draft: FormDraft, by: int, *, acting: Acting) -> FormDraft:
    """Undo (by = -1) or do again (by = 1); at the end of the history nothing happens (hoàn tác, làm lại)."""
    acting.require(BUILD)
    draft = _locked(draft)
    if draft.edits.filter(n=draft.position + by).exists():
        draft.position += by
        draft.save(update_fields=["position"])
        act = "undone" if by < 0 else "redone"
        record(acting, f"eforms.draft.{act}", draft, title=draft.form.title)
    return draft


@transaction.atomic
def discard(draft: FormDraft, *, acting: Acting) -> None:
    """Drop the draft and its history; published versions stay, a form without any goes too (bỏ bản soạn)."""
    acting.require(BUILD)
    draft = _locked(draft)
    form = draft.form
    record(acting, "eforms.draft.discarded", draft, title=form.title)
    draft.delete()
    if not form.versions.exists():
        form.delete()


@transaction.atomic
def publish_draft(draft: FormDraft, *, valid_from: date, acting: Acting, at: datetime) -> FormVersion:
    """Put the draft into force as a new version; whoever began under an older one keeps it (ban hành biểu mẫu).

    Raises BadForm, NotPublishable.
    """
    acting.require(BUILD)
    draft = _locked(draft)
    sheet = current(draft)
    if found := sheet.problems():
        raise BadForm(found)
    if valid_from < timezone.localdate(at):
        raise NotPublishable("past", gettext_noop("Ngày áp dụng không được ở quá khứ."))
    last = draft.form.versions.order_by("-n").first()
    names = {"title": draft.form.title, "title_en": draft.form.title_en}
    if last and not last.is_draft and Sheet.of(names | {"schema": last.schema, "layout": last.layout}) == sheet:
        raise NotPublishable("same", gettext_noop("Bản soạn không khác phiên bản %(n)s đã ban hành."), n=last.n)
    names = {"title": sheet.title, "title_en": sheet.title_en}
    version = write_version(draft.form.code, schema=sheet.schema, layout=sheet.layout, acting=acting, **names)
    version = versions.publish(version, valid_from=valid_from, acting=acting, at=at)
    tell(FormPublished(subject=version.form.ref, wording=version.ref, valid_from=valid_from))
    draft.delete()
    return version


@transaction.atomic
def retire_version(version: FormVersion, *, last_day: date, acting: Acting) -> FormVersion:
    """End a version without a follower (thôi áp dụng biểu mẫu). Raises NotPublishable."""
    acting.require(BUILD)
    return versions.retire(version, last_day=last_day, acting=acting)


def refused(error: InputError) -> list[InputError]:
    """The sentences of an error: all of a form's, or its own."""
    return list(error.problems) if isinstance(error, BadForm) else [error]
