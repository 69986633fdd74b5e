"""Which status tells what, both ways; pure (quy tắc trạng thái liên thông; QCVN 102:2016)."""

from __future__ import annotations

NEW, RECALL, UPDATE, REPLACE = "0", "1", "2", "3"
TAKE_BACK = "13"

# How far a document of the sender's came here → what the sender is told.
TOLD = {
    "registered": "03",
    "returned": "02",
    "assigned": "04",
    "working": "05",
    "closed": "06",
    "taken_back": "15",
    "updated": "15",
    "kept": "16",
}
# What a receiver tells → how far ours came there; unknown codes change nothing.
REACHED = {
    "01": "arrived",
    "02": "refused",
    "03": "received",
    "04": "working",
    "05": "working",
    "06": "done",
}
_FURTHER = {
    "waiting": 0, "failed": 1, "sent": 2, "arrived": 3, "refused": 4, "received": 5, "working": 6, "done": 7,
    "recalling": 8, "recalled": 9,
}  # fmt: skip


def delivery_after(delivery: str, code: str) -> str:
    """How far our document is at a receiver who tells `code`; late and repeated statuses turn nothing back.

    15 gives back what was asked for; 16 leaves it with the receiver, who has it.
    """
    if code == "15":
        return "recalled" if delivery in ("recalling", "recalled") else delivery
    if code == "16":
        return "received" if delivery == "recalling" else delivery
    reached = REACHED.get(code, delivery)
    return reached if _FURTHER[reached] > _FURTHER[delivery] else delivery
