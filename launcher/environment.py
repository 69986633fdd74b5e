"""What Django is told through its environment (biến môi trường)."""

from __future__ import annotations

import os
from pathlib import Path

from launcher import keys
from launcher.database import Database
from launcher.layout import NODE_MODULES, VAR, DataFolder

PRODUCTION = "production"
FOREIGN = frozenset({"PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE"})


def mode() -> str:
    return os.environ.get("CUULONG_ENV", "demo")


def given(data: DataFolder) -> dict[str, str]:
    """Environment of a Django process with nothing but what was given from outside."""
    env = {key: value for key, value in os.environ.items() if key not in FOREIGN}
    return env | {
        "DJANGO_SETTINGS_MODULE": "cuulong.site.settings",
        "CUULONG_ENV": mode(),
        "CUULONG_DATA_DIR": str(data.path),
        "CUULONG_NODE_MODULES": str(NODE_MODULES),
        "PYTHONUNBUFFERED": "1",
        # Compiled once, below var/ and not among the sources: a start takes half as long.
        "PYTHONPYCACHEPREFIX": str(VAR / "pycache"),
    }


def of(data: DataFolder, database: Database, *, port: int | None = None, owner: bool = False) -> dict[str, str]:
    """Environment of a Django process; `owner` gives it the role that may change the schema.

    In production secrets come from outside or not at all, so that a forgotten one is noticed.
    """
    env = given(data) | {
        "DATABASE_URL": database.owner if owner else database.app,
        "CUULONG_OWNER_DATABASE_URL": database.owner,
        "CUULONG_APP_ROLE": database.app_role,
    }
    if mode() != PRODUCTION:
        secrets = keys.of(data)
        env |= {name: secrets[name] for name in keys.DJANGO_SECRETS if name not in env}
    if port:
        env.setdefault("CUULONG_BASE_URL", f"http://localhost:{port}")
    return env


def data_folder(given: str | None, otherwise: Path) -> DataFolder:
    """The data folder of a command: what was typed, else the environment, else the default."""
    return DataFolder(Path(given or os.environ.get("CUULONG_DATA_DIR") or otherwise).expanduser().resolve())
