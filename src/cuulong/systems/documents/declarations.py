"""What documents declare to the house (khai báo của hệ thống văn bản)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Kind, LoadStep, LogPhrase, Right, SystemCard, declare

from .demo import load_demo_documents
from .demo_incoming import load_demo_incoming
from .exchanging import declared as exchanging
from .exchanging import samples as exchanging_samples
from .finding import declared as finding
from .incoming import declared as incoming
from .outgoing import declared as outgoing
from .processes import load_processes
from .records.models import READ, READ_ALL, Attachment, Document

PARTS = (outgoing, incoming, exchanging, exchanging_samples, finding)  # each declares its own when it is read

declare(
    Kind(
        code=Document.ref_kind,
        title=_("Văn bản"),
        find=lambda uuid: Document.objects.filter(uuid=uuid).first(),
        find_many=lambda uuids: Document.objects.filter(uuid__in=uuids),
        url=lambda document: document.url,
        visible_to=lambda acting: Document.objects.visible_to(acting),
    ),
    Kind(
        code=Attachment.ref_kind,
        title=_("Tệp của văn bản"),
        find=lambda uuid: Attachment.objects.filter(uuid=uuid).first(),
    ),
    Right(
        code=READ_ALL,
        title=_("Xem mọi văn bản của cơ quan"),
        roles=frozenset({"clerk", "chief_of_office", "signer", "archivist"}),
    ),
    Right(
        code=READ,
        title=_("Xem văn bản của đơn vị mình"),
        roles=frozenset({"specialist", "head_of_division", "clerk", "chief_of_office", "signer", "archivist"}),
    ),
    Right(
        code="documents.draft",
        title=_("Soạn thảo văn bản"),
        roles=frozenset({"specialist", "head_of_division", "chief_of_office", "clerk"}),
    ),
    Right(
        code="documents.register",
        title=_("Đăng ký văn bản đến"),
        roles=frozenset({"clerk"}),
    ),
    Right(
        code="documents.route",
        title=_("Phân phối văn bản đến"),
        roles=frozenset({"chief_of_office", "clerk"}),
    ),
    Right(
        code="documents.instruct",
        title=_("Cho ý kiến chỉ đạo"),
        roles=frozenset({"signer"}),
    ),
    Right(
        code="documents.sign",
        title=_("Ký văn bản"),
        roles=frozenset({"signer"}),
    ),
    Right(
        code="documents.seal",
        title=_("Cấp số, đóng dấu văn bản"),
        roles=frozenset({"clerk"}),
    ),
    LogPhrase(code="documents.sign", sentence=_("Ký văn bản")),
    LogPhrase(code="documents.unsign", sentence=_("Trả lại văn bản đã ký, chưa cấp số")),
    LogPhrase(code="documents.issue", sentence=_("Phát hành văn bản số {number}")),
    LogPhrase(code="documents.cancel", sentence=_("Hủy dự thảo")),
    LogPhrase(code="documents.recall", sentence=_("Thu hồi văn bản {number}")),
    LogPhrase(code="documents.replace", sentence=_("Thay thế văn bản {number}")),
    LogPhrase(code="documents.register", sentence=_("Vào sổ văn bản đến {number}")),
    LogPhrase(code="documents.give_back", sentence=_("Trả lại nơi gửi văn bản {number}")),
    LogPhrase(code="documents.instruct", sentence=_("Cho ý kiến chỉ đạo trên văn bản {number}")),
    LogPhrase(code="documents.close", sentence=_("Giải quyết xong văn bản {number}")),
    LogPhrase(code="documents.reopen", sentence=_("Mở lại văn bản {number}")),
    LogPhrase(code="documents.taken_back", sentence=_("Nơi gửi lấy lại văn bản {number}")),
    LoadStep(code="documents.processes", order=58, load=load_processes),
    LoadStep(code="documents.demo", order=205, load=load_demo_documents, demo=True),
    LoadStep(code="documents.demo_incoming", order=230, load=load_demo_incoming, demo=True),
    SystemCard(
        code="documents",
        title=_("Văn bản và điều hành"),
        summary=_("Văn bản đến, đi, ký số, giao việc, liên thông"),
        works=True,
        url_name="documents:outgoing_list",
        order=30,
    ),
)
