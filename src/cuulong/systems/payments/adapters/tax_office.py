"""The port behind which the tax office stands; the first adapter writes files (báo cáo cơ quan thuế)."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from cuulong.core.files.store import read

from ..models import Receipt, ReportEvent, TaxReport


class TaxOffice(Protocol):
    """Whoever takes reports of receipts (nơi nhận báo cáo biên lai)."""

    def send(self, report: TaxReport) -> None:
        """Hand one report over, again if asked to; raises OSError when it is away."""
        ...


class FileTaxOffice:
    """One JSON file a report in OUTGOING_DIR/tax, with the signed receipt beside it, for the office's own uploader.

    A name appears only when the file is whole; the same report again writes the same file.
    """

    def send(self, report: TaxReport) -> None:
        folder = Path(settings.OUTGOING_DIR) / "tax"
        folder.mkdir(parents=True, exist_ok=True)
        said = content(report)
        if report.event == ReportEvent.ISSUED and report.receipt.signed is not None:
            pdf = read(report.receipt.signed)
            said["sha256"] = hashlib.sha256(pdf).hexdigest()
            _write(folder / f"{report.uuid}.pdf", pdf)
        _write(folder / f"{report.uuid}.json", json.dumps(said, ensure_ascii=False, indent=1).encode())


OFFICES: dict[str, TaxOffice] = {"file": FileTaxOffice()}


def content(report: TaxReport) -> dict[str, Any]:
    """What is told of a receipt; who paid only by the name that stands on it (nội dung báo cáo)."""
    receipt: Receipt = report.receipt
    return {
        "id": str(report.uuid),
        "event": report.event,
        "symbol": receipt.symbol,
        "number": receipt.number,
        "agency": receipt.agency.code,
        "agencyName": receipt.agency.name,
        "payer": receipt.payer,
        "lines": [{"title": line["title"], "amount": line["amount"]} for line in receipt.lines],
        "total": receipt.total,
        "issuedAt": receipt.issued_at.isoformat(),
        "signedAt": receipt.signed_at.isoformat() if receipt.signed_at else "",
        "replaces": str(receipt.replaces) if receipt.replaces else "",
        "endedAt": receipt.ended_at.isoformat() if receipt.ended_at else "",
        "reason": receipt.reason,
    }


def _write(path: Path, data: bytes) -> None:
    partial = path.with_name(f".{path.name}.part")
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(path)
