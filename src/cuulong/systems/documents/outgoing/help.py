"""What officials ask most on the screens of outgoing documents (trợ giúp theo màn hình)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cuulong.design.help import register_help

WORDS = {
    "outgoing": (
        _("Vì sao chưa có số?"),
        _("Lãnh đạo ký trước, văn thư cấp số, ghi ngày và đóng dấu sau, cùng một lúc. Năm và ngày là của lúc cấp số."),
    ),
    "outgoing_new": (
        _("Văn bản có độ mật?"),
        _("Không soạn ở đây, kể cả trích yếu. Đăng ký vào sổ văn bản mật riêng của cơ quan."),
    ),
    "outgoing_edit": (
        _("Lưu có mất bản cũ không?"),
        _("Không. Mỗi lần lưu là một phiên bản, so sánh được với mọi phiên bản trước."),
    ),
    "outgoing_recall": (
        _("Thu hồi khác thay thế thế nào?"),
        _(
            "Thu hồi thì văn bản hết hiệu lực ngay. Thay thế thì văn bản cũ còn hiệu lực đến khi văn bản mới được cấp số."
        ),
    ),
    "outgoing_batch": (
        _("Ký nhiều văn bản, một văn bản lỗi thì sao?"),
        _("Văn bản khác vẫn được ký. Kết quả từng văn bản hiện ở đầu trang."),
    ),
}


for screen, (title, text) in WORDS.items():
    register_help(f"documents:{screen}", title, text)
