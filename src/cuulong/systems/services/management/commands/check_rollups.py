"""Prove that the kept counts of months are what the dossiers say (đối chiếu số liệu tổng hợp)."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cuulong.core.indicators.wording import period_label

from ...steering.actions.recount import differences, recount, settle
from ...steering.measures import title
from ...steering.models import CountedMonth, MonthCount


class Command(BaseCommand):
    help = "Counts every kept month anew from the dossiers and names each figure that differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="count the months that differ anew")
        parser.add_argument(
            "--language", default=settings.LANGUAGE_CODE, choices=[one[0] for one in settings.LANGUAGES]
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            settle()
            now = timezone.now()
            found = list(differences(now))
            for one in found:
                words = _(
                    "%(month)s, %(agency)s, thủ tục %(procedure)s, kênh %(channel)s, “%(measure)s”:"
                    " đang giữ %(kept)s, đếm lại %(counted)s."
                )
                named = vars(one) | {"month": period_label(one.month), "measure": title(one.measure)}
                self.stdout.write(words % named)
            months = {one.month for one in found}
            if found and options["mend"]:
                for month in months:
                    recount(month, now)
                self.stdout.write(_("Đã tổng hợp lại %(months)s tháng.") % {"months": len(months)})
            elif found:
                self.stdout.write(
                    _("Số liệu tổng hợp LỆCH: %(n)s số trong %(months)s tháng. Thêm --mend để tổng hợp lại.")
                    % {"n": len(found), "months": len(months)}
                )
                sys.exit(1)
            else:
                self.stdout.write(
                    _("Số liệu tổng hợp khớp: %(rows)s dòng của %(months)s tháng.")
                    % {"rows": MonthCount.objects.count(), "months": CountedMonth.objects.count()}
                )
