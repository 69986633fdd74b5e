"""Take in a form from a file and say what became of every component (nhập biểu mẫu)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from cuulong.core.eforms.builder.forms import CODE
from cuulong.core.eforms.builder.importing import Taken, keep, read_file
from cuulong.core.people.acting import Acting
from cuulong.design.errors import say
from cuulong.lib.errors import InputError


class Command(BaseCommand):
    help = "Reads a form of this program, Form.io or Open Forms, and reports row by row; --code keeps it as a draft."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--code", default="", help="keep the form as the draft of this code")
        parser.add_argument("--form", type=int, default=1, help="which form of the file to keep; the first is 1")
        parser.add_argument(
            "--language", default=settings.LANGUAGE_CODE, choices=[one[0] for one in settings.LANGUAGES]
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            try:
                taken = read_file(options["file"].read_bytes())
            except OSError as error:
                raise CommandError(_("Không đọc được tệp %(file)s.") % {"file": options["file"]}) from error
            except InputError as error:
                self.stdout.write(say(error))
                sys.exit(1)
            for n, one in enumerate(taken, 1):
                self._report(n, one)
            if options["code"]:
                self._keep(taken, options)

    def _report(self, n: int, one: Taken) -> None:
        self.stdout.write(f"{n}. {one.title or '–'}")
        for sentence in filter(None, (one.problem, one.counts, *one.problems)):
            self.stdout.write(f"   {sentence}")
        for row, outcome, notes in one.rows:
            self.stdout.write(
                f"   {row.path or '–'} ({row.type}): {outcome}" + (f" – {'; '.join(notes)}" if notes else "")
            )

    def _keep(self, taken: list[Taken], options: dict[str, Any]) -> None:
        wanted = taken[options["form"] - 1] if 0 < options["form"] <= len(taken) else None
        if wanted is None or wanted.sheet is None or not wanted.can_be_kept:
            raise CommandError(_("Tệp không có biểu mẫu số %(n)s dùng được.") % {"n": options["form"]})
        if not CODE.fullmatch(options["code"]):
            raise CommandError(_("Mã chỉ gồm chữ thường không dấu, số, dấu chấm và gạch."))
        try:
            keep(wanted.sheet.raw, options["code"], "", options["file"].name, acting=Acting.system("import_form"))
        except InputError as error:
            raise CommandError(say(error)) from error
        self.stdout.write(_("Đã đưa vào bản soạn của %(code)s.") % {"code": options["code"]})
