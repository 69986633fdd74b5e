"""What the province counts of its dossiers equals the dossiers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange

from cuulong.core.organisations.actions.load_tree import load_tree
from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.registry import LoadStep, get
from cuulong.lib.dates import VIETNAM, Period
from cuulong.lib.province import Province
from cuulong.systems.services.catalogue.models import Listing, ListingState, Procedure, ProcedureVersion
from cuulong.systems.services.dossiers.models import Channel, Dossier, State
from tests.core.indicators.base import EveryFigureEqualsItsRows, Ground


class TestDossiers(EveryFigureEqualsItsRows):
    owner = "services"

    @pytest.fixture
    def ground(self, db: None) -> Ground:
        """Each of three communes: one dossier on time, one late, one refused, one still open, one draft.

        Of procedures, one in force at each level beside those of the province, the last since August.
        """
        load_tree(Province(settings.PROVINCE_DIR))
        get(LoadStep, "services.procedures").load()
        version = ProcedureVersion.objects.order_by("pk")[0]
        communes = list(
            Agency.objects.filter(kind=AgencyKind.COMMUNE, valid__contains=date(2026, 9, 1)).order_by("pk")[:3]
        )
        for n, commune in enumerate(communes):
            accepted = datetime(2026, 7 + n, 28, 16, 59, tzinfo=VIETNAM)
            for days, outcome in ((2, "issue"), (9, "issue"), (3, "refusal"), (None, "")):
                finished = accepted + timedelta(days=days) if days else None
                Dossier.objects.create(
                    version=version,
                    state=State.ISSUED if finished else State.PROCESSING,
                    channel=Channel.ONLINE if days in (2, None) else Channel.COUNTER,
                    intake_agency=commune,
                    competent_agency=commune,
                    accepted_at=accepted,
                    due_at=accepted + timedelta(days=5),
                    finished_at=finished,
                    outcome=outcome,
                )
            Dossier.objects.create(version=version, competent_agency=commune)
        for level, scope in ((1, "none"), (2, "none"), (3, "partial"), (4, "full")):
            listing = Listing.objects.create(
                procedure=Procedure.objects.create(code=f"9.00000{level}", slug=f"muc-do-{level}"),
                state=ListingState.PUBLISHED,
                valid=DateRange(date(2026, 8 if level == 4 else 1, 1), None),
                published_at=datetime(2026, 1, 1, tzinfo=VIETNAM),
                service_level=level,
                scope=scope,
            )
            listing.competences.create(duty="process", level="commune")
        return Ground([None, *communes], [Period.month(2026, month) for month in (7, 8, 9, 10)])
