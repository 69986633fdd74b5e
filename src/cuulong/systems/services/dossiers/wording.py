"""What the letters of each kind say around the facts (lời văn kết quả)."""

from __future__ import annotations

from typing import Any

# By the template named in the procedure's [result]; "refusal" answers any of them. Braces take the letter's data.
OPENINGS: dict[str, list[str]] = {
    "certificate": ["{body} chứng nhận nội dung đăng ký sau đây:"],
    "permit": ["{body} cấp phép cho {recipient} với nội dung sau đây:"],
    "extract": ["{body} cấp bản sao theo nội dung đã đăng ký, theo yêu cầu của {recipient}:"],
    "certified-copy": ["{body} chứng thực bản sao đúng với bản chính mà {recipient} đã xuất trình:"],
    "notice": ["{body} thông báo tới {recipient} như sau:"],
    "refusal": [
        "{body} đã xem xét hồ sơ mã {code} của {recipient} về việc {procedure}, nộp ngày {filed_on}.",
        "Căn cứ quy định hiện hành, {body} chưa giải quyết được theo đề nghị vì: {reason}",
    ],
}
CLOSINGS: dict[str, list[str]] = {
    "permit": ["Hiệu lực: {validity}."],
    "certificate": ["Hiệu lực: {validity}."],
    "refusal": [
        "{recipient} có thể hoàn thiện hồ sơ và nộp lại, hoặc khiếu nại theo quy định của pháp luật về khiếu nại."
    ],
}


def opening(template: str, data: dict[str, Any]) -> list[str]:
    return [line.format(**data) for line in OPENINGS.get(template, OPENINGS["notice"])]


def closing(template: str, data: dict[str, Any]) -> list[str]:
    """The last paragraphs; a line that needs what the case has not is left out."""
    return [
        line.format(**data) for line in CLOSINGS.get(template, []) if "{validity}" not in line or data.get("validity")
    ]
