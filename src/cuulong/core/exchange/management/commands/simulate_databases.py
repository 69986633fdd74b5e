"""Databases that answer for fictional people, on this machine only (cơ sở dữ liệu giả lập)."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cuulong.core.exchange.simulator import Simulator


class Command(BaseCommand):
    """./manage simulate_databases (chạy cơ sở dữ liệu giả lập)."""

    help = "Serve simulated databases of the state on this machine. Refused in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8090)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENV == "production":
            raise CommandError("simulated databases are for demos and tests only")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        simulator = Simulator(options["port"])
        self.stdout.write(simulator.url)
        with suppress(KeyboardInterrupt):
            simulator.serve_forever()
