"""The page of a draft: set from its text, or made from the file that was uploaded (trang văn bản)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pypdfium2

from cuulong.core.files.models import StoredFile
from cuulong.core.files.store import read, store
from cuulong.core.people.acting import Acting
from cuulong.core.signatures.published import new_code
from cuulong.lib.vietnamese import clean

from ..records.layout import typeset
from ..records.letter import SignatureBlock
from ..records.models import Attachment, Document, Part
from .letters import letter_of
from .models import Outgoing
from .uploading import prepared

PDF = frozenset({"application/pdf"})


def set_page(
    document: Document,
    outgoing: Outgoing,
    content: Mapping[str, Any],
    *,
    acting: Acting,
    signer: SignatureBlock | None = None,
) -> Attachment:
    """Make the page anew and put it in the place of the last one; the caller saves the document (dàn trang).

    Every page has a code of its own: a copy of one that was never sealed leads nowhere.
    """
    if content.get("uploaded"):
        original = Attachment.objects.select_related("file").get(uuid=content["uploaded"], document=document)
        others = tuple((one.field, one.appointment.account.full_name) for one in outgoing.co_signers.all())
        name = signer.name if signer else document.signer_name
        pdf, document.pages = prepared(read(original.file), name=name, others=others)
        outgoing.verify_code = new_code()
    else:
        code = new_code()
        pdf = typeset(letter_of(document, outgoing, content, code=code, signer=signer))
        outgoing.verify_code = code
        with pypdfium2.PdfDocument(pdf) as pages:
            document.pages = len(pages)
    outgoing.save(update_fields=["verify_code"])
    return put_main(document, pdf, acting=acting)


def put_main(document: Document, pdf: bytes, *, acting: Acting, signed: bool = False) -> Attachment:
    """The newest form of the document itself; the former ones stay, marked as replaced (tệp chính)."""
    document.attachments.filter(part=Part.MAIN, replaced=False).update(replaced=True)
    return Attachment.objects.create(
        document=document,
        part=Part.MAIN,
        file=store(pdf, name=f"{file_name(document)}.pdf", acting=acting, allowed=PDF),
        signed=signed,
        added_by=acting.actor_label[:150],
    )


def main_of(document: Document) -> StoredFile:
    """The file of the document itself, as it stands."""
    found = document.attachments.filter(part=Part.MAIN, replaced=False).select_related("file").get()
    return found.file


def file_name(document: Document) -> str:
    """What the file is called where somebody saves it."""
    return clean(f"{document.number or document.kind_name} {document.subject}").replace("/", "-")[:120]
