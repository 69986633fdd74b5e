"""A national axis on this machine, through which installations exchange in demos and tests (trục liên thông giả lập)."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cuulong.core.exchange.axis_simulator import AxisSimulator


class Command(BaseCommand):
    """./manage axis_simulator (chạy trục liên thông giả lập)."""

    help = "Serve a simulated national document axis on this machine. Refused in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8095)
        parser.add_argument(
            "--folder", type=Path, default=None, help="where it keeps packets; default: the data folder"
        )
        parser.add_argument(
            "--key", default=settings.AXIS_KEY, help="what every system signs with; default CUULONG_AXIS_KEY"
        )
        parser.add_argument("--fault", default="", help="fail, nonsense, drop, lose, delay or repeat, from the start")
        parser.add_argument("--path", default="/sendEdoc", help="the service that goes wrong")
        parser.add_argument("--times", type=int, default=1, help="how often it goes wrong")
        parser.add_argument("--seconds", type=float, default=5, help="how long a delay is")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENV == "production":
            raise CommandError("the simulated axis is for demos and tests only")
        if not options["key"]:
            raise CommandError("give --key or CUULONG_AXIS_KEY, the same as the installations have")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        folder = options["folder"] or Path(settings.DATA_DIR) / "axis"
        simulator = AxisSimulator(folder, options["port"], keys={"*": options["key"]})
        if options["fault"]:
            simulator.order({name: options[name] for name in ("fault", "path", "times", "seconds")})
        self.stdout.write(simulator.url)
        with suppress(KeyboardInterrupt):
            simulator.serve_forever()
