"""The web server's entry (điểm vào máy chủ web)."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from cuulong.site.observability import tracing

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuulong.site.settings")
tracing.start("web")
application = get_wsgi_application()

# The code and the registry live as long as the process: the collector need not walk them again and again.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
