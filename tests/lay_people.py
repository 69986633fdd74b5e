"""A program that lays the demo province up to its dossiers (nạp tỉnh mẫu chưa có hồ sơ)."""

from __future__ import annotations

import django

from cuulong.core.registry import LoadStep, declared
from cuulong.site.management.commands.load_province import Command, run

if __name__ == "__main__":
    django.setup()
    run(Command(), [step for step in declared(LoadStep).values() if not step.code.startswith("services.demo")])
