"""The web server's entry (điểm vào máy chủ web)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuulong.site.settings")
application = get_wsgi_application()
