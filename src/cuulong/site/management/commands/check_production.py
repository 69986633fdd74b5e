"""Say what a production installation still lacks (kiểm tra cấu hình vận hành)."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cuulong.core.parties.models import Business, Citizen
from cuulong.core.people.models import Account

DEMO = (Account, Citizen, Business)


class Command(BaseCommand):
    help = "Exit 1 and name every missing secret, and demo people in the database, when CUULONG_ENV=production."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rows", action="store_true", help="look into the database for demo people as well")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENV != "production":
            self.stdout.write("CUULONG_ENV is not production: nothing to check.")
            return
        missing = [name for name in settings.REQUIRED_SECRETS if not os.environ.get(name)]
        if missing:
            raise CommandError("CUULONG_ENV=production and these are not set: " + ", ".join(missing))
        if settings.BASE_URL.startswith("http://"):
            raise CommandError("CUULONG_ENV=production needs CUULONG_BASE_URL to begin with https://")
        if options["rows"] and (demo := [m.__name__ for m in DEMO if m.objects.filter(is_demo=True).exists()]):
            raise CommandError(
                f"CUULONG_ENV=production and the database holds demo rows ({', '.join(demo)}): start from an empty database."
            )
        self.stdout.write("Nothing is missing.")
