from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "cuulong.site"
    label = "site"

    def ready(self) -> None:
        from . import planned, samples, wiring  # noqa: F401
