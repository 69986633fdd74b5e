"""Say what a production installation still lacks (kiểm tra cấu hình vận hành)."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Exit 1 and name every missing secret when CUULONG_ENV=production."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENV != "production":
            self.stdout.write("CUULONG_ENV is not production: nothing to check.")
            return
        missing = [name for name in settings.REQUIRED_SECRETS if not os.environ.get(name)]
        if missing:
            raise CommandError("CUULONG_ENV=production and these are not set: " + ", ".join(missing))
        if settings.BASE_URL.startswith("http://"):
            raise CommandError("CUULONG_ENV=production needs CUULONG_BASE_URL to begin with https://")
        self.stdout.write("Nothing is missing.")
