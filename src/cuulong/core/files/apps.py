from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "cuulong.core.files"
    label = "core_files"
    verbose_name = _("Tệp tin")

    def ready(self) -> None:
        from . import declarations  # noqa: F401
