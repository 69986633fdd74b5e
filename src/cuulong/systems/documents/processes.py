"""The ways documents go, laid as first versions of process tables; afterwards the designer on screen changes them (quy trình)."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from django.utils import timezone

from cuulong.core.eforms.versions import publish
from cuulong.core.people.acting import Acting
from cuulong.core.workflow.actions import versions
from cuulong.core.workflow.models import Process

HERE = Path(__file__).parent
OUTGOING, INCOMING = "documents.outgoing", "documents.incoming"
BEGINNING = date(2016, 1, 1)


def load_processes() -> None:
    """Both tables, where the province has none yet: what was designed here since is left alone (nạp quy trình)."""
    acting = Acting.system("load_province")
    for code in (OUTGOING, INCOMING):
        if Process.objects.filter(code=code, versions__state="published").exists():
            continue
        table = tomllib.loads((HERE / code.rpartition(".")[2] / "process.toml").read_text("utf-8"))
        version = versions.draft(code, table["title"], table, title_en=table["title_en"], acting=acting)
        publish(version, valid_from=BEGINNING, acting=acting, at=timezone.now())
