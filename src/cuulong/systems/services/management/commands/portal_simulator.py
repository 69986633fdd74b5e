"""`./manage portal_simulator --port 8090 --province http://127.0.0.1:8000` (Cổng quốc gia giả lập)."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cuulong.systems.services.portal.simulator import KEY, Portal


class Command(BaseCommand):
    """./manage portal_simulator (chạy Cổng giả lập)."""

    help = (
        "Runs a national portal that takes and sends messages; POST /file {entry, updating, how} files a dossier there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8091)
        parser.add_argument("--province", default="http://127.0.0.1:8000", help="where this program answers")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENV == "production":
            raise CommandError("a simulated portal is for demos and tests only")
        portal = Portal(options["province"], options["port"], key=settings.PORTAL_KEY or KEY)
        self.stdout.write(f"National portal simulated at {portal.url}")
        with suppress(KeyboardInterrupt):
            portal.serve_forever()
        portal.server_close()
