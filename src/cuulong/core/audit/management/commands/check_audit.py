"""Prove that nobody rewrote the audit log (kiểm tra nhật ký)."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from cuulong.core.audit.checking import Check
from cuulong.core.audit.witness import path

SHOWN = 50


class Command(BaseCommand):
    help = "Recomputes the whole audit chain and compares it with the signed heads inside and outside the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=None, help="the exported heads; default AUDIT_DIR/heads.jsonl")
        parser.add_argument(
            "--language", default=settings.LANGUAGE_CODE, choices=[one[0] for one in settings.LANGUAGES]
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            check = Check(file=options["file"] or path())
            findings = check.findings()
            damage = list(islice(findings, SHOWN))
            more = sum(1 for _more in findings)
            for sentence in damage:
                self.stdout.write(sentence)
            if more:
                self.stdout.write(_("… và %(count)s chỗ khác.") % {"count": more})
            counts = {
                "links": check.links,
                "heads": check.heads,
                "exported": check.exported,
                "unsealed": check.unsealed,
                "damage": len(damage) + more,
            }
            if damage:
                self.stdout.write(
                    _("Nhật ký KHÔNG nguyên vẹn: %(damage)s chỗ hư hại trong %(links)s bản ghi đã niêm phong.") % counts
                )
                sys.exit(1)
            self.stdout.write(
                _(
                    "Nhật ký nguyên vẹn: %(links)s bản ghi đã niêm phong, %(heads)s đầu chuỗi đã ký, %(exported)s dòng"
                    " trong tệp chứng; %(unsealed)s bản ghi chờ niêm phong."
                )
                % counts
            )
