"""The wordings of a draft; a change is always the next one (phiên bản dự thảo)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max

from cuulong.core.files.store import store
from cuulong.core.people.acting import Acting
from cuulong.core.workflow.places import must_be_free_for, serving
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean

from ...records.actions.move import locked, note_down
from ...records.models import Attachment, Document, Part
from ...records.rules import Refused, must_not_be_secret
from ..letters import cleaned
from ..models import Outgoing, Version
from ..pages import PDF, set_page
from ..queries import newest, task_of
from ..rules import WRITING_STEPS


@transaction.atomic
def save_version(
    document: Document,
    content: Mapping[str, Any],
    *,
    subject: str = "",
    note: str = "",
    seen: int | None = None,
    acting: Acting,
    at: datetime,
) -> Version:
    """Keep what was written as the next version, with its page (lưu phiên bản).

    The same wording again is no version. `seen`: the version that was on screen; somebody's newer one is never written
    over. Raises Refused, workflow's NotAllowed.
    """
    document, outgoing = writable(document, acting)
    must_not_be_secret(subject=subject)
    last = newest(document)
    if seen is not None and last is not None and last.n != seen:
        raise Refused(
            "newer_version",
            gettext_noop("%(name)s vừa lưu lần %(n)d. Mở bản mới, rồi đưa phần anh/chị đã viết vào."),
            name=last.by_label,
            n=last.n,
        )
    wanted, words = cleaned(content), clean(subject) or document.subject
    if last is not None and last.content == wanted and words == document.subject:
        return last
    document.subject = words[:500]
    version = add_version(document, outgoing, wanted, note=note, acting=acting)
    note_down(document, "save_version", acting=acting, at=at, note=note, version=version.n)
    return version


@transaction.atomic
def upload(
    document: Document,
    file: bytes | IO[bytes] | File[bytes],
    name: str,
    *,
    note: str = "",
    acting: Acting,
    at: datetime,
) -> Version:
    """A finished PDF in place of a text (tải lên văn bản soạn sẵn). Raises Refused, files.Refused."""
    document, outgoing = writable(document, acting)
    stored = store(file, name=name, acting=acting, allowed=PDF)
    original = Attachment.objects.create(
        document=document, part=Part.WORKING, file=stored, title=name[:200], added_by=acting.actor_label[:150]
    )
    last = newest(document)
    content = {**(last.content if last else {}), "uploaded": str(original.uuid)}
    version = add_version(document, outgoing, cleaned(content), note=note, acting=acting)
    note_down(document, "upload", acting=acting, at=at, note=note, version=version.n)
    return version


@transaction.atomic
def attach(
    document: Document, file: bytes | IO[bytes] | File[bytes], name: str, *, acting: Acting, at: datetime
) -> Attachment:
    """An appendix in a file of its own (phụ lục, tài liệu kèm theo). Raises Refused, files.Refused."""
    document, _outgoing = writable(document, acting)
    stored = store(file, name=name, acting=acting)
    order = document.attachments.filter(part=Part.APPENDIX).count() + 1
    made = Attachment.objects.create(
        document=document,
        part=Part.APPENDIX,
        file=stored,
        title=name[:200],
        order=order,
        added_by=acting.actor_label[:150],
    )
    note_down(document, "attach", acting=acting, at=at)
    return made


def add_version(
    document: Document, outgoing: Outgoing, content: dict[str, Any], *, note: str, acting: Acting
) -> Version:
    """One version more with its page; the caller has locked the document and checked (thêm phiên bản)."""
    last = document.versions.aggregate(n=Max("n"))["n"] or 0
    page = set_page(document, outgoing, content, acting=acting)
    document.save()
    return Version.objects.create(
        document=document,
        n=last + 1,
        content=content,
        file=page,
        note=clean(note)[:300],
        by=acting.account,
        by_label=acting.actor_label[:150],
    )


def writable(document: Document, acting: Acting) -> tuple[Document, Outgoing]:
    """The locked draft, if this person stands where one may write (được sửa). Raises Refused, workflow's NotAllowed."""
    document = locked(document)
    task = task_of(document)
    if document.state != "draft" or task is None or task.key not in WRITING_STEPS:
        raise Refused("no_draft", gettext_noop("Văn bản không còn là dự thảo đang soạn nên không sửa được."))
    serving(task, acting)
    must_be_free_for(task, acting)
    outgoing = Outgoing.objects.select_for_update().get(pk=document.pk)
    return document, outgoing
