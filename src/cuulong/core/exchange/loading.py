"""Lay the databases that the province's `databases.toml` names (nạp cơ sở dữ liệu)."""

from __future__ import annotations

from cuulong.lib.province import Province

from .models import Database


def load_databases(province: Province) -> None:
    """New ones are added, names and fields follow the file; address and limits stay as somebody set them."""
    for row in province.toml("databases.toml").get("databases", []):
        told = {name: row.get(name, "") for name in ("name", "name_en", "keeper")} | {"fields": row.get("fields", [])}
        limits = {name: row[name] for name in ("address", "timeout_ms", "per_minute") if name in row}
        Database.objects.update_or_create(key=row["key"], defaults=told, create_defaults=told | limits)
