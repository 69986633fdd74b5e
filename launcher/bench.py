"""./bench: one measurement beside its floor, on a database of its own (đo hiệu năng)."""

from __future__ import annotations

from launcher import database, environment, management, packages, say
from launcher.layout import PYTHON, ROOT, VAR, DataFolder


def main(words: list[str]) -> int:
    known = sorted(path.stem for path in (ROOT / "benches").glob("[a-z]*.py") if "MEASURES" in path.read_text("utf-8"))
    if not words or words[0] not in known:
        raise say.Refusal(f"./bench NAME [--json]   NAME is one of: {', '.join(known) or 'none yet'}")
    packages.ensure(dev=True)
    management.compile_messages()
    data = DataFolder(VAR / "bench")
    with database.opened(data) as base:
        env = environment.of(data, base) | {"CUULONG_ADMIN_DATABASE_URL": base.admin}
        return management.hand_over([str(PYTHON), "-m", f"benches.{words[0]}", *words[1:]], env)
