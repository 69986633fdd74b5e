"""The least a submission or a page can cost behind the same server: the floors (mức sàn).

`application` answers /healthz, /floor (the file hashed and fsynced, one INSERT) and /bytes (what /floor/bytes was given).
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import django
from django.conf import settings

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402

FOLDER = Path(tempfile.mkdtemp(prefix="cuulong-floor-"))


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@csrf_exempt
def floor(request: HttpRequest) -> HttpResponse:
    data: Any = next(iter(request.FILES.values())).read()
    digest = hashlib.sha256(data).hexdigest()
    handle = os.open(FOLDER / f"{os.getpid()}-{os.urandom(6).hex()}", os.O_CREAT | os.O_WRONLY)
    os.write(handle, data)
    os.fsync(handle)
    os.close(handle)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_floor (digest) VALUES (%s)", [digest])
    return HttpResponse(digest)


urlpatterns = [path("healthz", healthz), path("floor", floor)]
settings.ROOT_URLCONF = "benches.floor"
application = get_wsgi_application()
