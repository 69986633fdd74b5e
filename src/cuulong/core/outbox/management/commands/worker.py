"""Run the background worker (tiến trình xử lý nền)."""

from __future__ import annotations

import asyncio
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from prometheus_client import start_http_server

from cuulong.core.outbox.rescue import STALLED_SECONDS
from cuulong.core.outbox.worker import Options, serve


class Command(BaseCommand):
    help = "Runs jobs, delivers facts, seals the audit log and rescues what a dead worker left; stops at SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queues", default="", help="comma-separated; all when left out")
        parser.add_argument("--concurrency", type=int, default=4, help="jobs at a time")
        parser.add_argument(
            "--metrics-port", type=int, default=0, help="serve Prometheus metrics on this loopback port"
        )
        parser.add_argument(
            "--stalled-after", type=float, default=STALLED_SECONDS, help="seconds until a silent worker counts as dead"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["metrics_port"]:
            start_http_server(options["metrics_port"], addr="127.0.0.1")
        queues = tuple(filter(None, options["queues"].split(","))) or None
        asyncio.run(
            serve(Options(queues=queues, concurrency=options["concurrency"], stalled_after=options["stalled_after"]))
        )
