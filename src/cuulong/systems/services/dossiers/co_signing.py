"""Who still has to agree, and to what: the answers, the papers, for whom it is filed (đồng ý cùng nộp)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cuulong.core.parties.models import Citizen
from cuulong.design import formats
from cuulong.lib.facts import Ref

from .models import CoSigner, Dossier
from .rules import DRAFT, digest_of


def content_of(dossier: Dossier) -> str:
    """The digest of what stands in a draft now (mã nội dung hồ sơ)."""
    given = dossier.papers.filter(replaced=False).values_list("key", "file__sha256", "proof")
    papers = sorted([key, sha or str(proof or "")] for key, sha, proof in given)
    return digest_of([dossier.answers, papers, dossier.citizen_id, dossier.business_id, dossier.representation_id])


def agrees(one: CoSigner, content: str) -> bool:
    """Whether this person agreed to just this."""
    return one.agreed_at is not None and one.content == content


def waiting_of(dossier: Dossier) -> list[str]:
    """Names of those who have not agreed to what stands there now; asks nothing where nobody may be named."""
    if not dossier.version.rules.most_co_signers:
        return []
    content = content_of(dossier)
    return [one.full_name for one in dossier.co_signers.all() if not agrees(one, content)]


def lines_of(dossier: Dossier) -> list[dict[str, Any]]:
    """Each of them with a word on where they stand (danh sách người cùng nộp)."""
    if not dossier.version.rules.most_co_signers:
        return []
    signers = list(dossier.co_signers.select_related("account__citizen"))
    content = content_of(dossier) if signers and dossier.state == DRAFT else ""
    return [
        {"who": one, "agreed": _holds(one, dossier, content), "word": _word(one, dossier, content)} for one in signers
    ]


def signing_parties(dossier: Dossier) -> list[Ref]:
    """The people on record who sign too: whose data is read with the dossier's (người cùng nộp có trong dữ liệu)."""
    if not dossier.version.rules.most_co_signers:
        return []
    numbers = dossier.co_signers.values("cccd")
    return [one.ref for one in Citizen.objects.filter(cccd__in=numbers)]


def _holds(one: CoSigner, dossier: Dossier, content: str) -> bool:
    return one.agreed_at is not None if dossier.state != DRAFT else agrees(one, content)


def _word(one: CoSigner, dossier: Dossier, content: str) -> str:
    if one.agreed_at is None:
        if one.taken_back_at is not None:
            return _("Rút lại đồng ý lúc %(at)s") % {"at": formats.short_moment(one.taken_back_at)}
        return _("Chưa trả lời")
    if not _holds(one, dossier, content):
        return _("Hồ sơ đã sửa sau khi đồng ý, cần đồng ý lại")
    at = formats.short_moment(one.agreed_at)
    return _("Đồng ý lúc %(at)s, %(how)s") % {"at": at, "how": one.get_agreed_by_display()}
