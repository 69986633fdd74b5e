"""What organisations declare to the house (khai báo)."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Kind, LoadStep, declare
from cuulong.lib.province import Province

from .actions.load_tree import load_tree
from .models import Agency

declare(
    Kind(code=Agency.ref_kind, title=_("Cơ quan"), find=lambda uuid: Agency.objects.filter(uuid=uuid).first()),
    LoadStep(code="organisations.tree", order=10, load=lambda: load_tree(Province(settings.PROVINCE_DIR))),
)
