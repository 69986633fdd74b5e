"""What can be checked of PDF/A-2b without its reference validator, by qpdf's reader (ISO 19005-2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

import pikepdf
from pikepdf.models.metadata import decode_pdf_date

PRINT, HIDDEN, INVISIBLE, NO_VIEW = 4, 2, 1, 32
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
FORBIDDEN_ACTIONS = {"/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState"}
# Document information: its name, its twin in the metadata.
TWINS = {
    "/Title": "dc:title",
    "/Author": "dc:creator",
    "/Creator": "xmp:CreatorTool",
    "/Producer": "pdf:Producer",
    "/CreationDate": "xmp:CreateDate",
    "/ModDate": "xmp:ModifyDate",
}


def faults(data: bytes) -> list[str]:
    """What breaks PDF/A-2b in this file, as far as it is looked at here."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [*pdf.check_pdf_syntax(), *_file(pdf, data), *_metadata(pdf), *_objects(pdf), *_fields(pdf, data)]


def _file(pdf: pikepdf.Pdf, data: bytes) -> Iterator[str]:
    """6.1: header, trailer, nothing encrypted; 6.2.3: an output intent with its profile."""
    if not data.startswith(b"%PDF-1.") or len([b for b in data.split(b"\n", 2)[1][1:5] if b > 127]) < 4:
        yield "header: no comment of four bytes above 127"
    if pdf.is_encrypted:
        yield "encrypted"
    if len(pdf.trailer.get("/ID", ())) != 2:
        yield "trailer: no file identifier"
    if any(name in pdf.Root for name in ("/AA", "/OCProperties", "/NeedsRendering")) or "/JavaScript" in pdf.Root.get(
        "/Names", {}
    ):
        yield "catalogue: something that acts or hides"
    intents = [one for one in pdf.Root.get("/OutputIntents", ()) if one.get("/S") == "/GTS_PDFA1"]
    if not intents or "/DestOutputProfile" not in intents[0]:
        yield "no output intent with a colour profile"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    """6.6: metadata says PDF/A-2b and the same as the document information."""
    metadata = pdf.open_metadata()
    if (metadata.get("pdfaid:part"), metadata.get("pdfaid:conformance")) != ("2", "B"):
        yield "metadata: not said to be PDF/A-2b"
    for name, twin in TWINS.items():
        if name in pdf.docinfo and _plain(str(pdf.docinfo[name])) != _plain(metadata.get(twin)):
            yield f"metadata: {name} differs from {twin}"


def _plain(value: object) -> object:
    """One author as text, a moment as a moment."""
    text = ", ".join(value) if isinstance(value, list) else str(value)
    if text.startswith("D:"):
        return decode_pdf_date(text)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text


def _objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    """6.2.11: fonts embedded; 6.5: no action that does more than lead somewhere; 6.1.7: no foreign streams or filters."""
    for one in pdf.objects:
        if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            continue
        if one.get("/Type") == "/FontDescriptor" and not any(name in one for name in FONT_FILES):
            yield f"font not embedded: {one.get('/FontName')}"
        if str(one.get("/S", "")) in FORBIDDEN_ACTIONS or "/JS" in one:
            yield f"action: {one.get('/S')}"
        if isinstance(one, pikepdf.Stream):
            if "/F" in one or "/FFilter" in one:
                yield "stream kept outside the file"
            if "/LZWDecode" in str(one.get("/Filter", "")) or one.get("/Subtype") == "/PS":
                yield "stream: LZW or PostScript"


def _fields(pdf: pikepdf.Pdf, data: bytes) -> Iterator[str]:
    """6.3, 6.4: every annotation is printed as it looks; a signature covers all of its revision but itself."""
    if pdf.Root.get("/AcroForm", {}).get("/NeedAppearances", False):
        yield "form: appearances are to be made by the reader"
    for one in (annotation for page in pdf.pages for annotation in page.get("/Annots", ())):
        flags = int(one.get("/F", 0))
        if not flags & PRINT or flags & (HIDDEN | INVISIBLE | NO_VIEW):
            yield f"field {one.get('/T')}: not printed or hidden"
        if list(one.get("/AP", {}).keys()) != ["/N"]:
            yield f"field {one.get('/T')}: no appearance, or more than the normal one"
        if "/A" in one or "/AA" in one:
            yield f"field {one.get('/T')}: acts"
        if "/V" in one and not _covers(one.V, data):
            yield f"field {one.get('/T')}: the signature leaves bytes out"


def _covers(signature: pikepdf.Object, data: bytes) -> bool:
    start, length, resume, rest = map(int, signature.ByteRange)
    gap = data[length:resume]
    return start == 0 and gap[:1] == b"<" and gap[-1:] == b">" and data[: resume + rest].rstrip().endswith(b"%%EOF")
