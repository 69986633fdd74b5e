"""The web server's entry (điểm vào máy chủ web)."""

import os

from django.core.wsgi import get_wsgi_application

from cuulong.site.observability import tracing

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuulong.site.settings")
tracing.start("web")
application = get_wsgi_application()
