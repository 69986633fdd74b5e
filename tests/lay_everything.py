"""A program that lays the demo province and does the work that its making asks for (nạp tỉnh mẫu và chạy hết việc nền)."""

from __future__ import annotations

import django

from cuulong.core.registry import LoadStep, declared
from cuulong.site.management.commands.load_province import Command, run

if __name__ == "__main__":
    django.setup()
    from cuulong.core.outbox.testing import run_jobs

    run(Command(), list(declared(LoadStep).values()))
    # Done once here, and not by the worker of every province that is cloned from this one.
    run_jobs(limit=20_000)
