"""The words of documents' files, for search: an aid, never evidence (đọc nội dung tệp)."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.db import transaction

from cuulong.core.files import rules
from cuulong.core.files.models import StoredFile
from cuulong.core.files.recognising import MOST_CHARACTERS, READABLE, Unavailable, Unreadable, recognise
from cuulong.core.files.store import read
from cuulong.lib.vietnamese import nfc

from ...records.models import Attachment, Document, Reading
from ...records.search import index

AT_ONCE = 20
SECONDS = 60.0
_WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
_PARAGRAPH = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
MOST_XML = 30_000_000


def read_waiting(limit: int = AT_ONCE) -> int:
    """Read the files that wait, the newest documents first; answers how many (đọc tệp chờ).

    Several workers take different ones; a file that cannot be read says so and is not tried again.
    """
    done = 0
    for _n in range(limit):
        if not _read_next():
            break
        done += 1
    return done


def read_of(document: Document) -> int:
    """Read the waiting files of one document now (đọc tệp của một văn bản)."""
    done = 0
    while _read_next(document):
        done += 1
    return done


@transaction.atomic
def _read_next(document: Document | None = None) -> bool:
    waiting = Attachment.objects.filter(reading=Reading.WAITING, replaced=False)
    if document is not None:
        waiting = waiting.filter(document=document)
    one = waiting.select_for_update(of=("self",), skip_locked=True).select_related("file").order_by("-pk").first()
    if one is None:
        return False
    try:
        words = _words(one.file)
    except (Unreadable, Unavailable):
        one.reading = Reading.FAILED
    else:
        one.words, one.reading = words, Reading.READ if words else Reading.NOTHING
    one.save(update_fields=["words", "reading"])
    index(one.document)
    return True


def _words(stored: StoredFile) -> str:
    if stored.media_type in READABLE:
        return recognise(stored, seconds=SECONDS).text
    if stored.media_type == rules.DOCX:
        return _docx(read(stored))
    if stored.media_type == rules.TEXT:
        return nfc(read(stored).decode(errors="replace"))[:MOST_CHARACTERS]
    return ""


def _docx(data: bytes) -> str:
    """The paragraphs of a Word file. Raises Unreadable."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open("word/document.xml") as part:
            tree = ElementTree.fromstring(part.read(MOST_XML))
    except (KeyError, OSError, zipfile.BadZipFile, ElementTree.ParseError, DefusedXmlException) as error:
        raise Unreadable(str(error)) from error
    lines = ("".join(word.text or "" for word in one.iter(_WORDS)) for one in tree.iter(_PARAGRAPH))
    return nfc(re.sub(r"\n{3,}", "\n\n", "\n".join(lines))).strip()[:MOST_CHARACTERS]


def every_minute() -> None:
    """What the worker does of it (việc định kỳ)."""
    read_waiting()
