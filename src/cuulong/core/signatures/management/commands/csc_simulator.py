"""A remote signing service that answers for the demo authority, on this machine only (máy ký từ xa giả lập)."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cuulong.core.signatures.csc_simulator import WAYS, Simulator


class Command(BaseCommand):
    """./manage csc_simulator (chạy máy ký từ xa giả lập)."""

    help = "Serve a simulated remote signing service on this machine. Refused in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8091)
        parser.add_argument("--behave", choices=WAYS, default="well")
        parser.add_argument("--otp", action="store_true", help="ask for a one-time code too")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENV == "production":
            raise CommandError("the simulated signing service is for demos and tests only")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        simulator = Simulator(options["port"], otp=options["otp"])
        simulator.behave = options["behave"]
        self.stdout.write(simulator.url)
        with suppress(KeyboardInterrupt):
            simulator.serve_forever()
