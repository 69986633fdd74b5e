"""The sealer on a server that others use: transaction numbers are the whole server's, so wait for theirs to end."""

from __future__ import annotations

import os
import time
from typing import Any
from urllib.parse import urlsplit

import psycopg

from cuulong.core.audit import sealer
from launcher.inside import testing

OTHERS = "SELECT pid, backend_xid::text FROM pg_stat_activity WHERE datname <> %s AND backend_xid IS NOT NULL"


def seal_once(**wanted: Any) -> int:
    """`sealer.seal_once` once the transactions of other tests' databases that run now have ended."""
    own = urlsplit(os.environ["DATABASE_URL"]).path.lstrip("/")
    with psycopg.connect(testing.ADMIN, autocommit=True) as admin:
        busy = set(admin.execute(OTHERS, [own]).fetchall())
        for _n in range(4000):
            if not busy & set(admin.execute(OTHERS, [own]).fetchall()):
                break
            time.sleep(0.05)
    return sealer.seal_once(**wanted)
