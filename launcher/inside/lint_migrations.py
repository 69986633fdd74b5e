"""Refuse migrations that would break a running older version: expand first, contract later (kiểm tra di trú).

The tables of an app's first migrations are new and cannot break anything; what comes later is judged.
"""

from __future__ import annotations

import sys

import django
from django.apps import apps
from django.conf import settings


def main() -> int:
    settings.INSTALLED_APPS.append("django_migration_linter")
    django.setup()
    from django_migration_linter import MigrationLinter

    ours = [config.label for config in apps.get_app_configs() if config.name.startswith("cuulong.")]
    linter = MigrationLinter(
        str(settings.ROOT), include_apps=ours, no_cache=True, ignore_initial_migrations=True, quiet=["ok", "ignore"]
    )
    linter.lint_all_migrations()
    linter.print_summary()
    return 1 if linter.has_errors else 0


sys.exit(main())
