"""What outgoing documents declare to the house (khai báo văn bản đi)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cuulong.core.exchange.facts import PacketDelivered, PacketFailed, StatusArrived
from cuulong.core.registry import Kind, LogPhrase, MenuItem, Right, Searchable, Subscription, Worklist, declare

from ..records.models import READ, Document, Numbering
from ..records.search import everything, scopes, url_of
from . import help, samples, subscribers  # noqa: F401
from .models import CoSigner, Recipient, Remark, SendingRule, Version
from .queries import to_co_sign
from .worklist import co_signing_items, count, items

HEADS = frozenset({"signer", "chief_of_office", "clerk"})

declare(
    Right(code="documents.settings", title=_("Đặt quy định đánh số văn bản"), roles=HEADS),
    Right(
        code="documents.sending_rules",
        title=_("Đặt quy định gửi văn bản"),
        roles=frozenset({"administrator"}),
        scope="province",
    ),
    Kind(code=Version.ref_kind, title=_("Phiên bản dự thảo"), find=lambda u: Version.objects.filter(uuid=u).first()),
    Kind(code=Remark.ref_kind, title=_("Góp ý dự thảo"), find=lambda u: Remark.objects.filter(uuid=u).first()),
    Kind(code=CoSigner.ref_kind, title=_("Người cùng ký"), find=lambda u: CoSigner.objects.filter(uuid=u).first()),
    Kind(code=Recipient.ref_kind, title=_("Nơi nhận"), find=lambda u: Recipient.objects.filter(uuid=u).first()),
    Kind(
        code=SendingRule.ref_kind,
        title=_("Quy định gửi văn bản"),
        find=lambda u: SendingRule.objects.filter(uuid=u).first(),
    ),
    Kind(
        code=Numbering.ref_kind,
        title=_("Quy định đánh số"),
        find=lambda u: Numbering.objects.filter(uuid=u).first(),
    ),
    MenuItem(
        code="documents.outgoing",
        title=_("Văn bản đi"),
        short=_("Đi"),
        group=_("Văn bản"),
        url_name="documents:outgoing_list",
        icon="send",
        right=READ,
        order=55,
        count=lambda acting: count(acting) + to_co_sign(acting).count(),
    ),
    MenuItem(
        code="documents.numbering",
        title=_("Quy định đánh số"),
        short=_("Đánh số"),
        group=_("Văn bản"),
        url_name="documents:numbering",
        icon="123",
        right="documents.settings",
        order=65,
    ),
    MenuItem(
        code="documents.sending_rules",
        title=_("Quy định gửi văn bản"),
        short=_("Gửi"),
        group=_("Văn bản"),
        url_name="documents:sending_rules",
        icon="signpost-split",
        right="documents.sending_rules",
        order=66,
    ),
    Worklist(code="documents.outgoing", title=_("Văn bản đi chờ xử lý"), items=items, count=count, order=20),
    Worklist(
        code="documents.co_signing",
        title=_("Văn bản chờ ký cùng"),
        items=co_signing_items,
        count=lambda acting: to_co_sign(acting).count(),
        order=21,
    ),
    Searchable(code=Document.ref_kind, title=_("Văn bản"), scopes=scopes, url=url_of, reindex=everything),
    Subscription(code="documents.status_arrived", fact=StatusArrived, handler=subscribers.hear),
    Subscription(code="documents.packet_delivered", fact=PacketDelivered, handler=subscribers.delivered),
    Subscription(code="documents.packet_failed", fact=PacketFailed, handler=subscribers.failed),
    LogPhrase(code="documents.draft", sentence=_("Soạn dự thảo văn bản")),
    LogPhrase(code="documents.save_version", sentence=_("Lưu phiên bản {version} của dự thảo")),
    LogPhrase(code="documents.upload", sentence=_("Tải lên văn bản soạn sẵn, phiên bản {version}")),
    LogPhrase(code="documents.attach", sentence=_("Đính kèm phụ lục")),
    LogPhrase(code="documents.remark", sentence=_("Góp ý phiên bản {version}")),
    LogPhrase(code="documents.settle_remark", sentence=_("Tiếp thu, giải trình góp ý")),
    LogPhrase(code="documents.set_signers", sentence=_("Chọn người ký")),
    LogPhrase(code="documents.set_recipients", sentence=_("Chọn nơi nhận")),
    LogPhrase(code="documents.submit", sentence=_("Trình lãnh đạo phòng")),
    LogPhrase(code="documents.approve", sentence=_("Đồng ý nội dung")),
    LogPhrase(code="documents.form_is_right", sentence=_("Thể thức đúng, trình ký")),
    LogPhrase(code="documents.back_to_drafter", sentence=_("Trả lại người soạn")),
    LogPhrase(code="documents.back_for_form", sentence=_("Trả lại vì sai thể thức")),
    LogPhrase(code="documents.back_from_signer", sentence=_("Người ký trả lại kèm ý kiến")),
    LogPhrase(code="documents.pass_on", sentence=_("Chuyển bước")),
    LogPhrase(code="documents.take_back", sentence=_("Lấy lại dự thảo vừa chuyển")),
    LogPhrase(code="documents.ask_opinion", sentence=_("Gửi phiếu lấy ý kiến về dự thảo")),
    LogPhrase(code="documents.answer_opinion", sentence=_("Trả lời phiếu lấy ý kiến về dự thảo")),
    LogPhrase(code="documents.co_sign", sentence=_("Ký cùng văn bản")),
    LogPhrase(code="documents.refuse_co_signing", sentence=_("Không ký cùng văn bản")),
    LogPhrase(code="documents.make_public", sentence=_("Đăng công khai văn bản {number}")),
    LogPhrase(code="documents.make_private", sentence=_("Thôi đăng công khai văn bản {number}")),
    LogPhrase(code="documents.refused_by", sentence=_("{recipient} từ chối tiếp nhận văn bản {number}")),
    LogPhrase(code="documents.received_by", sentence=_("{recipient} đã tiếp nhận văn bản {number}")),
    LogPhrase(code="documents.given_back_by", sentence=_("{recipient} đã trả lại văn bản {number}")),
    LogPhrase(code="documents.not_sent", sentence=_("Không gửi được văn bản {number} tới {recipient}")),
    LogPhrase(code="documents.numbering_decided", sentence=_("Đặt quy định đánh số, chữ viết tắt {abbreviation}")),
    LogPhrase(code="documents.sending_rule_added", sentence=_("Thêm quy định gửi văn bản: {reason}")),
    LogPhrase(code="documents.sending_rule_ended", sentence=_("Thôi áp dụng quy định gửi văn bản: {reason}")),
)
