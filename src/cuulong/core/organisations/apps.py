from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "cuulong.core.organisations"
    label = "core_organisations"
    verbose_name = _("Cơ quan, tổ chức")

    def ready(self) -> None:
        from . import declarations, samples  # noqa: F401
