"""`./manage demo_code ACCOUNT`: the second-factor code a demo account needs now (mã xác thực)."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cuulong.core.people.demo import code_for
from cuulong.core.people.models import Account


class Command(BaseCommand):
    help = "Print the one-time code that a demo account's authenticator app shows now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("account", help="the demo account's user name, such as lc.chutich")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENV == "production":
            raise CommandError("There are no demo accounts in production.")
        account = Account.objects.filter(username=options["account"], is_demo=True).first()
        if account is None:
            raise CommandError(f"There is no demo account {options['account']!r}.")
        self.stdout.write(code_for(account) or "This account needs no second factor.")
