"""What the province counts of its dossiers equals the dossiers."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse

from cuulong.core.indicators.values import value
from cuulong.core.organisations.actions.load_tree import load_tree
from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.people.testing import make_official, sign_in
from cuulong.core.registry import LoadStep, get
from cuulong.lib.dates import VIETNAM, Period
from cuulong.lib.province import Province
from cuulong.systems.services.catalogue.models import Listing, ListingState, Procedure, ProcedureVersion
from cuulong.systems.services.dossiers.models import Channel, Dossier, Handing, Paper, Proposal, State
from cuulong.systems.services.dossiers.models.paper import PaperSource
from cuulong.systems.services.portal.models import Crossing, Standing, Way
from tests.core.indicators.base import EveryFigureEqualsItsRows, Ground

from .feedback_people import said_back

FIGURES = ("received", "received_online", "online_share", "finished", "on_time", "late", "on_time_share")


def beside_the_usual_way(dossier: Dossier) -> None:
    """It was given longer the day after acceptance, and went to the agency from another, late, on the next."""
    accepted = dossier.accepted_at
    assert accepted is not None
    dossier.proposals.create(
        matter=Proposal.Matter.EXTEND,
        reason="Chờ xác minh",
        extra=2,
        proposed_at=accepted,
        proposed_by="mot-cua",
        decision=Proposal.Decision.APPROVED,
        decided_at=accepted + timedelta(days=1),
    )
    for days, late in ((1, False), (2, True)):
        at = accepted + timedelta(days=days)
        Handing.objects.create(
            dossier=dossier,
            before=dossier.competent_agency,
            after=dossier.competent_agency,
            held_since=accepted,
            at=at,
            late=late,
            reason="Chuyển đúng thẩm quyền",
        )


def known_to_the_nation(dossier: Dossier) -> None:
    """A database stood in for a paper, and the portal was told."""
    Paper.objects.create(dossier=dossier, key="so-ho", source=PaperSource.LOOKUP)
    Crossing.objects.create(
        way=Way.OUT, service="DongBoHoSoMC", code=str(dossier.pk), dossier=dossier, digest="x", body={}, standing=Standing.DONE
    )  # fmt: skip


def decided_and_published() -> None:
    """One procedure published in time after its decision, and changed a week later in time."""
    procedure = Procedure.objects.create(code="9.000010", slug="moi-cong-bo")
    for n, first, last in ((1, date(2026, 8, 3), date(2026, 8, 10)), (2, date(2026, 8, 10), None)):
        listing = Listing.objects.create(
            procedure=procedure, n=n, state=ListingState.PUBLISHED if last is None else ListingState.RETIRED,
            valid=DateRange(first, last), published_at=datetime(2026, 8, first.day, 9, tzinfo=VIETNAM),
            decided_on=first, publish_by=first + timedelta(days=7),
        )  # fmt: skip
        listing.competences.create(duty="process", level="commune")


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
            for ended in Dossier.objects.filter(competent_agency=commune, finished_at__isnull=False):
                said_back(ended, accepted + timedelta(days=1))
            Dossier.objects.create(version=version, competent_agency=commune)
            known_to_the_nation(Dossier.objects.filter(competent_agency=commune, due_at__isnull=False)[0])
            beside_the_usual_way(Dossier.objects.filter(competent_agency=commune, due_at__isnull=False)[0])
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
        decided_and_published()
        return Ground([None, *communes], [Period.month(2026, month) for month in (7, 8, 9, 10)])

    def test_a_commune_and_month_are_those_one_counts_by_hand(self, ground: Ground) -> None:
        """Accepted on 28/7: finished on 30/7 and 31/7 in time, on 6/8 late, one still open; two of four came online."""
        commune, (july, august, *_later) = ground.agencies[1], ground.months
        figures = {
            month: {code: value(f"services.{code}", commune, month) for code in FIGURES} for month in (july, august)
        }
        assert figures[july] == {
            "received": 4,
            "received_online": 2,
            "online_share": Decimal("0.5"),
            "finished": 2,
            "on_time": 2,
            "late": 0,
            "on_time_share": 1,
        }
        assert figures[august] == {
            "received": 0,
            "received_online": 0,
            "online_share": None,
            "finished": 1,
            "on_time": 0,
            "late": 1,
            "on_time_share": 0,
        }

    def test_the_province_is_the_sum_of_its_communes(self, ground: Ground) -> None:
        whole = Period(ground.months[0].start, ground.months[-1].end)
        found = {code: value(f"services.{code}", None, whole) for code in FIGURES}
        assert (found["received"], found["received_online"], found["on_time"], found["late"]) == (12, 6, 6, 3)
        assert found["online_share"] == Decimal("0.5")
        for code in ("received", "received_online", "finished", "on_time", "late"):
            assert found[code] == sum(value(f"services.{code}", one, whole) or 0 for one in ground.agencies[1:])

    def test_the_dashboard_shows_last_months_figures_and_each_opens_its_rows(
        self, ground: Ground, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """In October: of September one dossier on time and one late, of four received two online."""
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_given: date(2026, 10, 5))
        root = Agency.objects.get(kind=AgencyKind.PROVINCE)
        client = sign_in(Client(), make_official("dieu.hanh", root, "centre_director"))
        page = client.get(reverse("services:dashboard"))
        tiles = {tile["label"]: tile for tile in page.context["tiles"]}
        assert {str(label): tile["value"].replace("\N{NO-BREAK SPACE}", " ") for label, tile in tiles.items()} == {
            "Hồ sơ tiếp nhận": "4",
            "Hồ sơ đã giải quyết": "2",
            "Tỷ lệ đúng hạn": "50,0%",
            "Tỷ lệ nộp trực tuyến": "50,0%",
        }
        rows = client.get(next(tile["url"] for label, tile in tiles.items() if label == "Hồ sơ tiếp nhận"))
        links = set(re.findall(r"/dossiers/[0-9a-f-]{36}/", rows.content.decode()))
        taken_in = Dossier.objects.filter(accepted_at__month=9)
        assert links == {reverse("services:workspace", args=[one.uuid]) for one in taken_in}
        assert [(row["on_time"], row["late"]) for row in page.context["agencies"]] == [(1, 0), (0, 1)]
