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
