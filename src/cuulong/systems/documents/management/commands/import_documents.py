"""Import an old register of documents from a file (nhập sổ văn bản cũ)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from ...finding.actions.import_register import preview, take


class Command(BaseCommand):
    help = "Looks at a CSV, XLSX or JSON file of old documents row by row; with --take its good rows are imported."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--agency", required=True, help="slug of the agency whose register it is")
        parser.add_argument("--direction", choices=["in", "out"], default="in")
        parser.add_argument("--issuer", default="", help="who issued the rows that name nobody")
        parser.add_argument("--take", action="store_true", help="import the good rows, else only look")
        parser.add_argument(
            "--language", default=settings.LANGUAGE_CODE, choices=[one[0] for one in settings.LANGUAGES]
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            agency = Agency.objects.filter(slug=options["agency"]).first()
            if agency is None:
                raise CommandError(_("Chưa có cơ quan “%(slug)s”.") % {"slug": options["agency"]})
            try:
                self._import(agency, options)
            except (InputError, OSError) as error:
                raise CommandError(say(error) if isinstance(error, InputError) else str(error)) from error

    def _import(self, agency: Agency, options: dict[str, Any]) -> None:
        acting, at, path = Acting.system("import_documents"), timezone.now(), options["file"]
        told = {"direction": options["direction"], "issuer": options["issuer"]}
        batch = preview(path.read_bytes(), name=path.name, agency=agency, acting=acting, at=at, **told)
        if options["take"]:
            batch = take(batch, acting=acting, at=at)
        for line, outcome, sentence, params in batch.remarks:
            mark = "-" if outcome == "bad" else "!"
            self.stdout.write(f"{mark} {line}: {say(InputError('row', sentence, **params))}")
        self.stdout.write(
            _("%(rows)s dòng, %(new)s mới, %(known)s đã có, %(odd)s có lưu ý, %(bad)s không nhập.") % batch.counts
        )
