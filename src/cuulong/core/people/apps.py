from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "cuulong.core.people"
    label = "core_people"
    verbose_name = _("Cán bộ và tài khoản")

    def ready(self) -> None:
        from . import declarations, samples, watch  # noqa: F401
