"""The sentences of the audit log for what people say back: numbers, never their words (câu nhật ký)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import LogPhrase, declare

SENTENCES = {
    "dossier.rated": _("Người nộp đánh giá việc giải quyết hồ sơ {code}"),
    "suggestion.confirm": _("Nhận phản ánh {number}"),
    "suggestion.forward": _("Chuyển phản ánh {number} cho cơ quan khác"),
    "suggestion.refuse": _("Không thụ lý phản ánh {number}"),
    "suggestion.answer": _("Trả lời phản ánh {number}"),
    "suggestion.publish": _("Công khai trả lời phản ánh {number}"),
    "suggestion.unpublish": _("Gỡ công khai phản ánh {number}"),
    "complaint.confirm": _("Nhận đơn khiếu nại {number}"),
    "complaint.accept": _("Thụ lý khiếu nại {number}"),
    "complaint.refuse": _("Không thụ lý khiếu nại {number}"),
    "complaint.verify": _("Xác minh khiếu nại {number}"),
    "complaint.extend": _("Gia hạn xác minh khiếu nại {number}"),
    "complaint.decide": _("Ra quyết định giải quyết khiếu nại {number}"),
    "complaint.withdraw": _("Người khiếu nại rút đơn {number}"),
    "denunciation.received": _("Nhận đơn tố cáo {number}"),
    "denunciation.forward": _("Chuyển đơn tố cáo {number} cho cơ quan khác"),
    "denunciation.accept": _("Thụ lý tố cáo {number}"),
    "denunciation.refuse": _("Không thụ lý tố cáo {number}"),
    "denunciation.verify": _("Xác minh tố cáo {number}"),
    "denunciation.extend": _("Gia hạn xác minh tố cáo {number}"),
    "denunciation.decide": _("Kết luận tố cáo {number}"),
    "denunciation.identity_opened": _("Mở danh tính người tố cáo của đơn {number}, lý do: {reason}"),
    "suggestion.file_opened": _("Mở tệp gửi kèm phản ánh {number}"),
    "complaint.file_opened": _("Mở tệp gửi kèm đơn khiếu nại {number}"),
    "denunciation.file_opened": _("Mở tệp gửi kèm đơn tố cáo {number}"),
    "suggestion.erased": _("Xóa dữ liệu cá nhân của phản ánh {number}: hết thời hạn lưu giữ"),
    "complaint.erased": _("Xóa dữ liệu cá nhân của đơn khiếu nại {number}: hết thời hạn lưu giữ"),
    "denunciation.erased": _("Xóa dữ liệu cá nhân của đơn tố cáo {number}: hết thời hạn lưu giữ"),
    "rating.erased": _("Xóa nhận xét của phiếu đánh giá hồ sơ {number}: hết thời hạn lưu giữ"),
    "suggestion.hold": _("Giữ lại dữ liệu của phản ánh {number}, lý do: {reason}"),
    "complaint.hold": _("Giữ lại dữ liệu của đơn khiếu nại {number}, lý do: {reason}"),
    "denunciation.hold": _("Giữ lại dữ liệu của đơn tố cáo {number}, lý do: {reason}"),
    "rating.hold": _("Giữ lại nhận xét của phiếu đánh giá hồ sơ {number}, lý do: {reason}"),
    "suggestion.lift": _("Thôi giữ lại dữ liệu của phản ánh {number}, lý do: {reason}"),
    "complaint.lift": _("Thôi giữ lại dữ liệu của đơn khiếu nại {number}, lý do: {reason}"),
    "denunciation.lift": _("Thôi giữ lại dữ liệu của đơn tố cáo {number}, lý do: {reason}"),
    "rating.lift": _("Thôi giữ lại nhận xét của phiếu đánh giá hồ sơ {number}, lý do: {reason}"),
}

declare(*(LogPhrase(code=f"services.{code}", sentence=sentence) for code, sentence in SENTENCES.items()))
