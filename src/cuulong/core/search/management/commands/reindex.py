"""`./manage reindex [KIND …]`: build the search index anew (lập lại chỉ mục tìm kiếm)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cuulong.core.registry import Searchable, Undeclared, declared
from cuulong.core.search.reindex import reindex


class Command(BaseCommand):
    help = "Build the search index anew from the objects themselves; all kinds, or those named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kinds", nargs="*", metavar="KIND")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = reindex(options["kinds"] or declared(Searchable))
        except Undeclared as unknown:
            raise CommandError(f"{unknown}; there are: {', '.join(declared(Searchable)) or 'none'}") from unknown
        for code, count in counts.items():
            self.stdout.write(f"{code}: {count}")
