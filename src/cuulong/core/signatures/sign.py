"""One signature into one prepared field (ký số)."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils import timezone
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.stamp import StaticStampStyle

from cuulong.lib.errors import gettext_noop

from . import timestamps
from .appearances import Appearance
from .keys import SigningKey, check_usable
from .rules import CannotSign

WHOLE_BOX = SimpleBoxLayoutRule(
    x_align=AxisAlignment.ALIGN_MIN,
    y_align=AxisAlignment.ALIGN_MIN,
    margins=Margins.uniform(0),
    inner_content_scaling=InnerScaling.STRETCH_FILL,
)


def sign(
    pdf: bytes,
    *,
    field: str,
    key: SigningKey,
    appearance: Appearance | None,
    reason: str,
    at: datetime | None = None,
    timestamp: bool = True,
) -> bytes:
    """Sign the prepared `field`; PAdES B-T, or B-B without a time authority (ký số; NĐ 30/2020).

    Answers the signed file; earlier bytes stay as they are. `at` is for demo data of the past. Raises CannotSign.
    """
    check_usable(key.certificate, at)
    moment = at or timezone.now()
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        width, height = _box_of(writer, field)
    except PdfError as error:
        raise CannotSign("bad_pdf", gettext_noop("Tệp không phải PDF đọc được nên chưa ký.")) from error
    style = None
    if appearance and width and height:
        style = StaticStampStyle(
            background=_Page(appearance.render(width, height)),
            background_layout=WHOLE_BOX,
            background_opacity=1,
            border_width=0,
        )
    signer = _DatedSigner(
        PdfSignatureMetadata(
            field_name=field,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            reason=reason,
            name=key.certificate.subject,
        ),
        key.signer,
        timestamper=timestamps.stamper(at) if timestamp else None,
        stamp_style=style,
        moment=timezone.localtime(moment),
    )
    out = BytesIO()
    try:
        signer.sign_pdf(writer, output=out, existing_fields_only=True)
    except (TimestampRequestError, OSError) as error:
        message = gettext_noop("Máy chủ cấp dấu thời gian chưa trả lời nên chưa ký. Thử lại sau ít phút.")
        raise CannotSign("no_timestamp", message) from error
    except (SigningError, PdfError) as error:
        raise CannotSign("bad_pdf", gettext_noop("Tệp này không ký được. Báo quản trị để kiểm tra.")) from error
    return out.getvalue()


def signed_fields(pdf: bytes) -> list[str]:
    """The names of the fields that bear a signature, in the order of signing."""
    return [each.field_name for each in PdfFileReader(BytesIO(pdf)).embedded_signatures]


def _box_of(writer: IncrementalPdfFileWriter, field: str) -> tuple[float, float]:
    for name, value, reference in enumerate_sig_fields(writer.prev):
        if name == field:
            if value is not None:
                message = gettext_noop("Ô chữ ký này đã ký rồi. Tải lại trang để xem bản mới.")
                raise CannotSign("already_signed", message)
            left, bottom, right, top = (float(corner) for corner in reference.get_object()["/Rect"])
            return right - left, top - bottom
    raise CannotSign("no_field", gettext_noop("Văn bản chưa có ô chữ ký cần ký. Tạo lại văn bản từ mẫu."))


class _Page(ImportedPdfPage):
    """A one-page PDF in memory as the picture of a signature; pyHanko itself reads it from a path."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__(file_name="")
        self.pdf = pdf

    def render(self) -> bytes:
        writer = self._ensure_writer
        page = writer.import_page_as_xobject(PdfFileReader(BytesIO(self.pdf)))
        self.resources.xobject["/Page"] = page
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = type(self.box)(width=abs(right - left), height=abs(top - bottom))
        return b"/Page Do"


class _DatedSigner(PdfSigner):
    """A signer whose clock can be set: the time it claims is that of the verb."""

    def __init__(self, *args: Any, moment: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moment = moment

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.moment
        return session
