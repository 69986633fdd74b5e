"""./manage: a management command in the environment of ./run (lệnh quản trị)."""

from __future__ import annotations

from launcher import backup, database, environment, management, packages, say
from launcher.layout import VAR

USAGE = "./manage [--data DIR] COMMAND [arguments]    (./manage help lists the commands)"


def main(words: list[str]) -> int:
    folder = None
    if words[:1] == ["--data"]:
        if len(words) < 2:
            raise say.Refusal(USAGE)
        folder, words = words[1], words[2:]
    if not words:
        raise say.Refusal(USAGE)
    packages.ensure()
    if words[0] in backup.USAGE:
        return backup.main(words[0], words[1:], folder)
    management.compile_messages()
    data = environment.data_folder(folder, VAR / "data")
    with database.opened(data) as base:
        env = environment.of(data, base, owner=words[0] in management.NEEDS_OWNER)
        return management.hand_over(management.command(*words), env)
