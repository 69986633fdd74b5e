"""Whose certificate signs, and what is seen of it (chứng thư số, hình ảnh chữ ký)."""

from __future__ import annotations

from django.utils import timezone

from cuulong.core.files.store import read
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.signatures.appearances import Appearance, NameAndTime, Picture
from cuulong.core.signatures.models import Certificate
from cuulong.core.signatures.queries import seal_of, usable_of
from cuulong.core.signatures.rules import CannotSign
from cuulong.lib.errors import gettext_noop


def own_certificate(acting: Acting) -> Certificate:
    """The certificate this person signs with. Raises CannotSign."""
    certificate = usable_of(acting)
    if certificate is None:
        sentence = gettext_noop("Anh/chị chưa có chứng thư số còn hiệu lực. Báo quản trị để được cấp.")
        raise CannotSign("no_key", sentence)
    return certificate


def seal_certificate(agency: Agency) -> Certificate:
    """The seal of an agency. Raises CannotSign."""
    certificate = seal_of(agency)
    if certificate is None:
        sentence = gettext_noop("Cơ quan chưa có con dấu số còn hiệu lực. Báo quản trị để được cấp.")
        raise CannotSign("no_key", sentence)
    return certificate


def appearance_of(certificate: Certificate) -> Appearance:
    """The picture that belongs to the certificate, else its name and the time (hình ảnh chữ ký)."""
    if certificate.image is not None:
        return Picture(read(certificate.image))
    return NameAndTime(certificate.subject, timezone.now())
