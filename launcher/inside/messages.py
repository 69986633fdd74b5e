"""Compile the named .po files to .mo beside them, without GNU gettext (biên dịch bản dịch)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import polib

for source in map(Path, sys.argv[1:]):
    draft = source.with_suffix(f".mo.{os.getpid()}")
    polib.pofile(str(source)).save_as_mofile(str(draft))
    draft.replace(source.with_suffix(".mo"))
