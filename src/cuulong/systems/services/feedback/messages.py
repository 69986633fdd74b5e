"""What people are told of what they sent, and of the events of a dossier that had no message (mẫu thông báo)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Message, declare

# With those of messages.py and steering 18 kinds along a dossier's way.
EVENTS = (
    Message(
        code="services.sent",
        title=_("Đã nộp hồ sơ"),
        subject=_("Đã nhận hồ sơ {{ code }} gửi đến"),
        body=_("Hồ sơ {{ code }} đã tới {{ agency }}. Cơ quan kiểm tra rồi báo ngày hẹn trả, hoặc báo thiếu gì."),
    ),
    Message(
        code="services.supplement_received",
        title=_("Đã nhận bổ sung"),
        subject=_("Đã nhận giấy tờ bổ sung của hồ sơ {{ code }}"),
        body=_("{{ agency }} đã nhận giấy tờ bổ sung của hồ sơ {{ code }} và kiểm tra tiếp."),
    ),
    Message(
        code="services.withdrawn",
        title=_("Đã rút hồ sơ"),
        subject=_("Hồ sơ {{ code }} đã được rút"),
        body=_("{{ agency }} đã dừng giải quyết hồ sơ {{ code }} theo yêu cầu rút. Muốn làm lại thì nộp hồ sơ mới."),
    ),
    Message(
        code="services.fee_paid",
        title=_("Đã nộp phí, lệ phí"),
        subject=_("Đã nhận tiền của hồ sơ {{ code }}"),
        body=_("{{ agency }} đã nhận phí, lệ phí của hồ sơ {{ code }}. Biên lai nằm trong trang hồ sơ."),
    ),
    Message(
        code="services.assigned",
        title=_("Đang giải quyết"),
        subject=_("Hồ sơ {{ code }} đang được giải quyết"),
        body=_("Hồ sơ {{ code }} đã được giao cho người giải quyết ở {{ agency }}."),
    ),
    Message(
        code="services.opinion_asked",
        title=_("Đang lấy ý kiến cơ quan khác"),
        subject=_("Hồ sơ {{ code }} đang được lấy ý kiến"),
        body=_("{{ agency }} được hỏi ý kiến về hồ sơ {{ code }}. Ông/bà chưa phải làm gì thêm."),
    ),
    Message(
        code="services.clock_stopped",
        title=_("Tạm dừng tính thời hạn"),
        subject=_("Hồ sơ {{ code }} tạm dừng"),
        body=_(
            "{{ agency }} tạm dừng tính thời hạn hồ sơ {{ code }} vì: {{ note }} Khi giải quyết tiếp sẽ có ngày hẹn mới."
        ),
    ),
    Message(
        code="services.overdue",
        title=_("Xin lỗi vì trễ hẹn"),
        subject=_("Xin lỗi: hồ sơ {{ code }} trễ hẹn"),
        body=_(
            "{{ agency }} xin lỗi: hồ sơ {{ code }} hẹn trả lúc {{ due }} nhưng chưa xong. Gọi tổng đài để hỏi ngày mới."
        ),
    ),
    Message(
        code="services.refusal_issued",
        title=_("Có văn bản từ chối giải quyết"),
        subject=_("Hồ sơ {{ code }} chưa giải quyết được"),
        body=_("{{ agency }} đã ký văn bản số {{ number }} nêu lý do chưa giải quyết được hồ sơ {{ code }}."),
    ),
    Message(
        code="services.result_returned",
        title=_("Đã trả kết quả"),
        subject=_("Đã trả kết quả hồ sơ {{ code }}"),
        body=_("Kết quả hồ sơ {{ code }} đã được trao tại quầy."),
    ),
    Message(
        code="services.fee_overpaid",
        title=_("Nộp thừa phí"),
        subject=_("Hồ sơ {{ code }} nộp thừa {{ surplus }}"),
        body=_(
            "Hồ sơ {{ code }} nộp thừa {{ surplus }}. {{ agency }} làm thủ tục hoàn lại; ông/bà chưa phải làm gì thêm."
        ),
    ),
    Message(
        code="services.please_rate",
        title=_("Mời đánh giá"),
        subject=_("Ông/bà có hài lòng với việc giải quyết hồ sơ {{ code }} không?"),
        body=_("Đánh giá hai câu ngắn tại {{ address }}, không cần tài khoản."),
    ),
)
TEXT = ("in_app", "email", "sms")
declare(
    *EVENTS,
    Message(
        code="services.confirm_contact",
        title=_("Mã xác nhận liên hệ"),
        subject=_("Mã xác nhận: {{ code }}"),
        body=_("Mã xác nhận để gửi “{{ title }}” là {{ code }}, dùng trong 30 phút. Không đưa mã cho ai khác."),
        channels=("email", "sms"),
    ),
    Message(
        code="services.suggestion_received",
        title=_("Đã nhận phản ánh, kiến nghị"),
        subject=_("Đã nhận phản ánh {{ number }}"),
        body=_("{{ agency }} đã nhận “{{ title }}”, trả lời trước {{ due }}. Mã tra cứu: {{ code }}."),
        channels=TEXT,
    ),
    Message(
        code="services.suggestion_forwarded",
        title=_("Đã chuyển phản ánh, kiến nghị"),
        subject=_("Phản ánh của ông/bà đã được chuyển tới {{ agency }}"),
        body=_("“{{ title }}” thuộc thẩm quyền của {{ agency }} và đã được chuyển tới đó. Mã tra cứu: {{ code }}."),
        channels=TEXT,
    ),
    Message(
        code="services.suggestion_answered",
        title=_("Trả lời phản ánh, kiến nghị"),
        subject=_("{{ agency }} đã trả lời phản ánh của ông/bà"),
        body=_("{{ answer }} Mã tra cứu: {{ code }}."),
        channels=TEXT,
    ),
    Message(
        code="services.suggestion_refused",
        title=_("Không thụ lý phản ánh, kiến nghị"),
        subject=_("{{ agency }} không thụ lý phản ánh của ông/bà"),
        body=_("Lý do: {{ answer }} Mã tra cứu: {{ code }}."),
        channels=TEXT,
    ),
    Message(
        code="services.complaint_received",
        title=_("Đã nhận đơn khiếu nại"),
        subject=_("Đã nhận đơn {{ number }}"),
        body=_("{{ agency }} đã nhận đơn và báo có thụ lý hay không trước {{ due }}. Mã tra cứu: {{ code }}."),
        channels=TEXT,
    ),
    Message(
        code="services.complaint_accepted",
        title=_("Thụ lý khiếu nại"),
        subject=_("Đơn {{ number }} đã được thụ lý"),
        body=_("{{ agency }} thụ lý đơn, ra quyết định trước {{ due }}. Mã tra cứu: {{ code }}."),
        channels=TEXT,
    ),
    Message(
        code="services.complaint_refused",
        title=_("Không thụ lý khiếu nại"),
        subject=_("{{ agency }} không thụ lý đơn khiếu nại"),
        body=_("Lý do xem bằng mã tra cứu {{ code }}."),
        channels=TEXT,
    ),
    Message(
        code="services.complaint_extended",
        title=_("Gia hạn xác minh khiếu nại"),
        subject=_("Đơn {{ number }} cần thêm thời gian xác minh"),
        body=_(
            "{{ agency }} gia hạn xác minh, ra quyết định trước {{ due }}. Lý do: {{ note }} Mã tra cứu: {{ code }}."
        ),
        channels=TEXT,
    ),
    Message(
        code="services.complaint_decided",
        title=_("Quyết định giải quyết khiếu nại"),
        subject=_("Đã có quyết định số {{ number }}"),
        body=_("{{ agency }} đã ra quyết định giải quyết khiếu nại. Nội dung xem bằng mã tra cứu {{ code }}."),
        channels=TEXT,
    ),
)
