"""A fictional system outside for the demo province (hệ thống kết nối trình diễn)."""

from __future__ import annotations

from django.utils import timezone

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.registry import Scope, declared

from .actions.clients import register
from .models import ApiClient

NAME = "Phần mềm một cửa thử nghiệm"


def load_demo_client() -> None:
    """One client at a commune; an administrator gives it a new secret to try it (hệ thống kết nối trình diễn)."""
    commune = Agency.objects.filter(kind="commune", valid__contains=timezone.localdate()).order_by("slug").first()
    if commune is not None and not ApiClient.objects.filter(name=NAME).exists():
        acting = Acting.system("demo")
        register(
            NAME, agency=commune, role="intake_officer", scopes=set(declared(Scope)), acting=acting, at=timezone.now()
        )


def sample_client() -> ApiClient:
    return ApiClient.objects.filter(name=NAME).get()
