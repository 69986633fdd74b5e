"""Write a version of a process (soạn quy trình); `eforms.versions.publish` and `retire` serve processes too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from cuulong.core.eforms.versions import drafted, publish, retire
from cuulong.core.people.acting import Acting
from cuulong.core.registry import Role, declared
from cuulong.core.workflow.models import Process, ProcessVersion
from cuulong.core.workflow.rules import BadDefinition, problems
from cuulong.lib.vietnamese import clean

__all__ = ["draft", "publish", "retire"]


@transaction.atomic
def draft(
    code: str, title: str, definition: Mapping[str, Any], *, acting: Acting, title_en: str = ""
) -> ProcessVersion:
    """Add a version that no case uses yet; a wording that once was a version gives that one (soạn quy trình).

    So loading a province again leaves alone what was designed here since. `definition` is the `[process]` table of a
    procedure file. Raises BadDefinition with every problem found.
    """
    if found := problems(definition, set(declared(Role))):
        raise BadDefinition(found)
    wording = {"start": definition["start"], "steps": definition["steps"]}
    names = {"title": clean(title), "title_en": clean(title_en)}
    process, _ = Process.objects.select_for_update().update_or_create(code=code, defaults=names)
    for known in process.versions.order_by("-n"):
        if known.definition == wording:
            return known
    return add_version(process, wording, acting=acting)


def add_version(process: Process, wording: Mapping[str, Any], *, acting: Acting) -> ProcessVersion:
    """The next number of a process, as a draft (thêm phiên bản)."""
    last = process.versions.order_by("-n").first()
    version = ProcessVersion.objects.create(process=process, n=last.n + 1 if last else 1, definition=dict(wording))
    drafted(version, acting)
    return version
