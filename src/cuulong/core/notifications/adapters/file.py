"""Text messages written to files, for a gateway to fetch or a tester to read (tin nhắn ra tệp)."""

from __future__ import annotations

import json
import os
from pathlib import Path

from django.conf import settings

from cuulong.core.notifications.models import Delivery


class File:
    """One JSON file per message in OUTGOING_DIR/<channel>; a name appears only when the file is whole."""

    def send(self, delivery: Delivery) -> None:
        notification = delivery.notification
        folder = Path(settings.OUTGOING_DIR) / delivery.channel
        folder.mkdir(parents=True, exist_ok=True)
        message = {"id": str(delivery.uuid), "to": notification.phone, "text": notification.title}
        partial = folder / f".{delivery.uuid}.part"
        with partial.open("w", encoding="utf-8") as file:
            json.dump(message, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(folder / f"{delivery.uuid}.json")
