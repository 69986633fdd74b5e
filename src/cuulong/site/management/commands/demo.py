"""Lay the demo province: its data, fictional people and dossiers; refused in production (tỉnh trình diễn)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cuulong.core.registry import LoadStep, declared

from .load_province import run


class Command(BaseCommand):
    help = "Load the province with its fictional people and dossiers. Refused in production."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENV == "production":
            raise CommandError("CUULONG_ENV=production: demo data and demo accounts are refused.")
        run(self, list(declared(LoadStep).values()))
