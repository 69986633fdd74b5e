"""A program that lays the demo province up to its dossiers (nạp tỉnh mẫu chưa có hồ sơ)."""

from __future__ import annotations

import django

from cuulong.core.registry import LoadStep, declared

if __name__ == "__main__":
    django.setup()
    for step in sorted(declared(LoadStep).values(), key=lambda s: (s.order, s.code)):
        if not step.code.startswith("services.demo"):
            step.load()
