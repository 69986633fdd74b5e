"""Results of procedures are outgoing documents of this system: drafted, signed, numbered, sealed here (kết quả thủ tục)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.lib.facts import Ref
from cuulong.lib.vietnamese import clean
from cuulong.published.ports.results import Draft, Result

from .outgoing import sealing
from .outgoing.actions.draft import make, name_signer
from .outgoing.actions.sign import put_signature
from .outgoing.actions.versions import add_version
from .outgoing.letters import COLLECTIVE, cleaned
from .outgoing.models import Outgoing
from .outgoing.queries import newest, result_of
from .outgoing.rules import Post, capacity_of
from .records.actions.move import locked, move, note_down
from .records.kinds import KINDS, RESULT
from .records.models import Attachment, Document, Part
from .records.rules import must_not_be_secret

STATES = {"draft": "drafted", "signed": "signed", "issued": "issued"}


class DocumentResults:
    """Answers `published.ports.results` (ban hành kết quả).

    The dossier's own process moves it, so no process of this system does; nobody is sent it but by the dossier.
    """

    @transaction.atomic
    def draft(self, draft: Draft, *, acting: Acting) -> Result:
        must_not_be_secret(subject=draft.title)
        document, outgoing = self._of(draft, acting)
        name_signer(document, draft.signer_name, *_capacity(draft))
        outgoing.holder = clean(draft.holder)[:150]
        outgoing.save(update_fields=["holder"])
        add_version(document, outgoing, _content(draft), note="", acting=acting)
        note_down(document, "draft", acting=acting, at=timezone.now())
        return _answer(document, outgoing)

    @transaction.atomic
    def sign(self, result: Ref, *, acting: Acting, pin: str) -> Result:
        document, outgoing = _locked(result)
        now = timezone.now()
        put_signature(document, outgoing, pin=pin, acting=acting, at=now)
        move(document, "sign", acting=acting, at=now)
        return _answer(document, outgoing)

    def number_and_seal(self, result: Ref, *, acting: Acting, pin: str) -> Result:
        document = Document.objects.select_related("agency__parent", "room").get(uuid=result.uuid)
        version = newest(document)
        short = version.content.get("short", "") if version else ""
        document = sealing.number_and_seal(document, pin=pin, acting=acting, at=timezone.now(), short=short)
        return _answer(document, document.outgoing)

    def find(self, subject: Ref) -> Result | None:
        found = result_of(subject.kind, subject.uuid)
        return _answer(found.document, found) if found else None

    def find_many(self, subjects: Collection[Ref]) -> dict[Ref, Result]:
        rows = Outgoing.objects.filter(
            subject_uuid__in=[one.uuid for one in subjects], document__state__in=STATES
        ).select_related("document")
        found = {Ref(one.subject_kind, one.subject_uuid): one for one in rows.order_by("pk") if one.subject_uuid}
        wanted = {subject: found[subject] for subject in subjects if subject in found}
        keys = [one.pk for one in wanted.values()]
        main = Attachment.objects.filter(document__in=keys, part=Part.MAIN, replaced=False).select_related("file")
        files = {one.document_id: one.file.ref for one in main}
        return {subject: _told(one.document, one, files[one.pk]) for subject, one in wanted.items()}

    def _of(self, draft: Draft, acting: Acting) -> tuple[Document, Outgoing]:
        """The draft that waits for this subject, opened again when it was signed, else a new one."""
        held = Outgoing.objects.filter(
            subject_kind=draft.subject.kind, subject_uuid=draft.subject.uuid, document__state__in=("draft", "signed")
        ).first()
        agency = Agency.objects.select_related("parent").get(uuid=draft.agency.uuid)
        kind = _kind(draft)
        if held is None:
            document = make(agency, room=None, kind=kind, kind_name=draft.title, subject=draft.title, acting=acting)
            subject = {"subject_kind": draft.subject.kind, "subject_uuid": draft.subject.uuid}
            return document, Outgoing.objects.create(document=document, template=draft.template[:40], **subject)
        document = locked(held.document)
        outgoing = Outgoing.objects.select_for_update().get(pk=held.pk)
        if document.state == "signed":
            outgoing.signed_at = None
            outgoing.save(update_fields=["signed_at"])
            move(document, "unsign", acting=acting, at=timezone.now())
        document.kind, document.kind_name, document.subject = kind, draft.title[:100], draft.title[:500]
        return document, outgoing


def _kind(draft: Draft) -> str:
    """One of the 29 kinds by its abbreviation; a permit or certificate is none of them."""
    return next((one.code for one in KINDS.values() if one.short and one.short == draft.document_type), RESULT.code)


def _capacity(draft: Draft) -> tuple[str, str]:
    body = COLLECTIVE if draft.signer_capacity else ""
    said = capacity_of(Post(position=draft.signer_position, body=body))
    return str(said), said.position


def _content(draft: Draft) -> dict[str, Any]:
    data = draft.data
    return cleaned(
        {
            "title": draft.title,
            "short": draft.document_type,
            "bases": data.get("legal_basis", ()),
            "text": "\n".join(draft.opening),
            "facts": data.get("facts", ()) if draft.template != "refusal" else (),
            "closing": "\n".join(draft.closing),
            "places": [draft.recipient],
            "keeper": "HS",
        }
    )


def _locked(result: Ref) -> tuple[Document, Outgoing]:
    document = locked(Document.objects.get(uuid=result.uuid))
    return document, Outgoing.objects.select_for_update().get(pk=document.pk)


def _answer(document: Document, outgoing: Outgoing) -> Result:
    main = Attachment.objects.select_related("file").get(document=document, part=Part.MAIN, replaced=False)
    return _told(document, outgoing, main.file.ref)


def _told(document: Document, outgoing: Outgoing, file: Ref) -> Result:
    return Result(
        ref=document.ref,
        state=STATES[document.state],
        file=file,
        number=document.number,
        verify_code=outgoing.verify_code or "",
        issued_at=outgoing.issued_at,
    )
