"""The background worker of the whole house: traced like the web server when tracing is on (tiến trình xử lý nền)."""

from __future__ import annotations

from typing import Any

from cuulong.core.outbox.management.commands.worker import Command as Worker
from cuulong.site.observability import tracing


class Command(Worker):
    def handle(self, *args: Any, **options: Any) -> None:
        tracing.start("worker")
        super().handle(*args, **options)
