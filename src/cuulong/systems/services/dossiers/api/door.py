"""The one router of dossiers: two with the same path would hide each other (bộ định tuyến)."""

from ninja import Router

router = Router(tags=["dossiers"])
