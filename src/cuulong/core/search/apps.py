from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "cuulong.core.search"
    label = "core_search"
    verbose_name = _("Tìm kiếm")

    def ready(self) -> None:
        from . import declarations  # noqa: F401
