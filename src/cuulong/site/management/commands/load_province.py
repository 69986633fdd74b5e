"""Lay the province's own data: tree, calendar, procedures; safe to repeat (nạp dữ liệu tỉnh)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cuulong.core.registry import LoadStep, declared


class Command(BaseCommand):
    help = "Load the province named by CUULONG_PROVINCE: agencies, calendar, procedures, opening balances."

    def handle(self, *args: Any, **options: Any) -> None:
        run(self, [step for step in declared(LoadStep).values() if not step.demo])


def run(command: BaseCommand, steps: list[LoadStep]) -> None:
    """Run the steps in their order, saying each."""
    for step in sorted(steps, key=lambda s: (s.order, s.code)):
        command.stdout.write(f"  {step.code}")
        step.load()
