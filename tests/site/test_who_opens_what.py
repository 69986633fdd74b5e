"""Everybody at every door of the house: what the declarations say, and nothing is written where nobody is let in.

What is allowed is derived: the door from the view's own guard, whose the thing behind it is from the route's sample
(`shared`, `bearer`; otherwise somebody's), how far a right reaches from its scope. A new route is here by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache as once
from uuid import UUID

import pypdfium2
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django.plugin import DjangoDbBlocker

from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account, Appointment
from cuulong.core.people.rights import Door, doors
from cuulong.core.people.testing import make_official, sign_in
from cuulong.core.registry import Right, Role, RouteSample, declared
from cuulong.core.workflow.models import Step
from cuulong.systems.services.dossiers.applicants import SESSION_KEY
from cuulong.systems.services.dossiers.models import Dossier, Issuance
from launcher.inside import testing
from tests import laying
from tests.journeys.walking import CITIZEN, PLAYERS, all_routes
from tests.site.private_person import (
    MARKS,
    NAME,
    USERNAME,
    identifiers,
    lay_private_dossiers,
    private_dossiers,
    rows_about,
)
from tests.site.whole_province import Visit

ROLES = sorted(declared(Role))
ELSEWHERE = "commune-29242"  # no sample belongs to it, nobody of the demo works in it
STRANGER = "sonthividu"
PLAIN = min(ROLES, key=lambda role: sum(role in right.roles for right in declared(Right).values()))

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def province(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), testing.begun_from(laying.everything()):
        lay_private_dossiers()
        routes()  # some samples make their object
        yield
        testing.spoiled()


@dataclass(frozen=True)
class Visitor:
    """Somebody who does not own what the samples name, and works, if at all, at another agency."""

    name: str
    roles: frozenset[str] = frozenset()
    anonymous: bool = False
    guest: bool = False

    @property
    def client(self) -> Client:
        client = Client(raise_request_exception=False)
        if self.guest:
            session = client.session
            session[SESSION_KEY] = [str(Dossier.objects.exclude(guest=None).latest("pk").uuid)]
            session.save()
        if self.anonymous:
            return client
        if not self.roles:
            return sign_in(client, Account.objects.get(username=STRANGER))
        return sign_in(client, make_official(f"noi.khac.{self.name}", Agency.objects.get(slug=ELSEWHERE), *self.roles))


VISITORS = [
    Visitor("anonymous", anonymous=True),
    Visitor("guest", anonymous=True, guest=True),
    Visitor("citizen"),
    *(Visitor(role, frozenset({role})) for role in ROLES),
]


@dataclass(frozen=True)
class Route:
    """One route, where its sample stands, and what its declarations say of it."""

    name: str
    door: Door
    sample: RouteSample
    url: str = field(repr=False)
    names_something: bool

    @property
    def reaches_everywhere(self) -> bool:
        right = declared(Right).get(self.door.right)
        return right is not None and right.scope == "province"

    @property
    def status(self) -> int:
        return 503 if self.name == "readyz" else self.sample.status  # no worker runs beside a test

    def expected(self, who: Visitor) -> str:
        """login, refused, nothing or open: what this visitor finds here."""
        if not self.door.right and not self.door.signed_in:
            return "open"
        if who.anonymous and not (who.guest and self.door.guests):
            return "login"
        if not self.door.lets_in(who.roles):
            return "refused"
        beyond = declared(Right)[self.sample.beyond].roles if self.sample.beyond else frozenset()
        everybodys = self.sample.shared or self.reaches_everywhere or bool(beyond & who.roles)
        somebodys = self.names_something and not everybodys
        return "nothing" if somebodys else "open"


def door_of(name: str, sample: RouteSample) -> Door:
    """The guard that its view wears; a library's view wears none, so that the sample says it."""
    door = doors()[name]
    return door if door.ours else Door(signed_in=sample.role != "public", ours=False)


@once
def routes() -> list[Route]:
    """Every route of the house; needs the province."""
    found = []
    for name in all_routes():
        sample = declared(RouteSample)[name]
        kwargs = dict(sample.kwargs())
        url = reverse(name, kwargs=kwargs or None) + (f"?{sample.query}" if sample.query else "")
        found.append(Route(name, door_of(name, sample), sample, url, bool(kwargs)))
    return found


def test_every_guard_says_what_the_sample_says() -> None:
    wrong = []
    for route in routes():
        role, door = route.sample.role, route.door
        carries = role in ROLES and door.lets_in(frozenset({role}))
        fits = carries if door.right else (role != "public") == door.signed_in
        if not fits or (door.right not in {"", "*"} and door.right not in declared(Right)):
            wrong.append((route.name, role, door))
    assert not wrong, "\n".join(map(str, wrong))


def test_what_is_shared_or_whoever_bears_it_is_said_only_where_it_means_something() -> None:
    """Shared: behind a door whose right does not reach everywhere anyway; bearer: before an open door."""
    wrong = []
    for route in routes():
        guarded = bool(route.door.right or route.door.signed_in)
        idle = not guarded or not route.names_something or route.reaches_everywhere
        if ((route.sample.shared or route.sample.beyond) and idle) or (
            route.sample.bearer and (guarded or not route.names_something)
        ):
            wrong.append(route.name)
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("who", VISITORS, ids=lambda v: v.name)
def test_a_stranger_finds_at_every_door_what_is_declared(who: Visitor) -> None:
    """Where nobody is let in, no row of any table is written, whether they look or send a form.

    What a right opens or does not is tried by each role at one door of that right; citizens, guests and the role with
    the fewest rights try all. What belongs to somebody is tried by everybody.
    """
    client, wrong, known = who.client, [], set()
    cache.clear()
    for route in routes():
        expected = route.expected(who)
        if expected == "open" and who.roles and not route.door.right:
            continue  # the same for everybody: the citizen and the anonymous visitor open these
        once = bool(who.roles) and who.name != PLAIN and expected != "nothing"
        if once and (route.door.right, expected) in known:
            continue
        known.add((route.door.right, expected))
        if expected == "open":
            seen = Visit(client, route.url, route.sample.method)
            library = not route.door.ours and seen.status in {302, 404}  # they look at one's keys first
            if seen.status != route.status and not library and (seen.found != "open" or who.anonymous):
                wrong.append((route.name, expected, seen.status, seen.location))
            continue
        for method in (route.sample.method,) if once else ("GET", "POST"):
            seen = Visit(client, route.url, method)
            fits = seen.found == {"login": "login"}.get(expected, "nothing") or seen.status == 405
            if not fits and not (not route.door.ours and seen.status == 302):
                wrong.append((route.name, method, expected, seen.status, seen.location))
            if expected == "refused" and seen.status == 404:
                wrong.append((route.name, method, "the door is judged before the object", 404))
            if seen.wrote:
                wrong.append((route.name, method, "wrote", seen.wrote))
    assert not wrong, "\n".join(map(str, wrong))


def test_for_whom_a_door_is_meant_it_opens() -> None:
    """So that the refusals above are refusals, and not samples that open for nobody."""
    clients: dict[str, Client] = {}
    wrong = []
    cache.clear()
    for route in routes():
        role = route.sample.role
        player = PLAYERS.get(role)
        if player is None:
            held = Appointment.objects.filter(role=role, account__is_demo=True).order_by("pk")
            player = held.values_list("account__username", flat=True)[0]
        if player not in clients:
            client = Client(raise_request_exception=False)
            clients[player] = sign_in(client, Account.objects.get(username=player)) if player else client
        seen = Visit(clients[player], route.url, route.sample.method)
        once_more = seen.location.startswith(
            "/accounts/reauthenticate/"
        )  # wants the password anew, from this very person
        if seen.status != route.status and not once_more:
            wrong.append((route.name, player, seen.status, seen.location))
    assert not wrong, "\n".join(map(str, wrong))
    assert CITIZEN != STRANGER


# One given person's dossiers


@once
def marks() -> list[str]:
    """What nobody else may read: the person's words, and the codes of the dossiers."""
    return [*MARKS.values(), *(one.code for one in private_dossiers() if one.code)]


def leaks(seen: Visit, asked: str = "", *, of_many: bool = False) -> list[str]:
    """What an answer tells of the person beyond what was asked with; a file tells all, but for a list that is printed."""
    printed = of_many and seen.kind == "application/pdf"
    if seen.status == 200 and not printed and not seen.kind.startswith(("text/", "application/json")):
        return [seen.kind]
    text = words_of(seen.body) if printed else seen.body.decode(errors="replace") + seen.location
    return [mark for mark in marks() if mark in text and mark not in asked]


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


OTHERS = [
    Visitor("anonymous", anonymous=True),
    Visitor("guest", anonymous=True, guest=True),
    Visitor("citizen"),
    # Everything that an official of one other agency could be at once; the rest read money or logs of the whole province.
    Visitor("official", frozenset(ROLES) - {"accountant", "chief_accountant", "auditor", "administrator"}),
]


def opened_by(who: Visitor) -> list[Route]:
    """The routes whose doors this visitor passes; where the right reaches everywhere, theirs is all there is."""
    passes = [one for one in routes() if one.expected(who) in {"open", "nothing"} and not one.reaches_everywhere]
    return [one for one in passes if one.door.ours and (one.door.right or not who.roles)]


def addresses(route: Route, uuids: list[UUID], codes: list[str], step: Step) -> Iterator[tuple[str, str]]:
    """(address, what it was asked with): the route with each identity in the place of its sample's object."""
    kwargs = dict(route.sample.kwargs())
    for key, value in kwargs.items():
        if key == "step" or (key == "proposal" and len(kwargs) > 1):
            continue
        if isinstance(value, UUID):
            for one in uuids:
                yield (
                    reverse(route.name, kwargs=kwargs | ({"step": step.uuid} if "step" in kwargs else {}) | {key: one}),
                    str(one),
                )
        elif key in {"code", "slug", "ticket", "name"}:
            for code in codes:
                with suppress(NoReverseMatch):
                    yield reverse(route.name, kwargs=kwargs | {key: code}), code


@pytest.mark.parametrize("who", OTHERS, ids=lambda v: v.name)
def test_no_address_tells_anybody_else_of_a_persons_dossier(who: Visitor) -> None:
    """Each identity and code of the dossiers and of all that hangs on them, at every route that takes one."""
    uuids, codes = identifiers(rows_about(private_dossiers()))
    step = Step.objects.filter(case__subject_uuid=private_dossiers()[1].uuid).latest("pk")
    own = {str(one.uuid) for one in private_dossiers()}
    client, wrong = who.client, []
    for route in opened_by(who):
        if route.sample.bearer:
            continue
        cache.clear()
        for url, asked in addresses(route, uuids, codes, step):
            for method in ("GET", "POST") if asked in own else (route.sample.method,):
                seen = Visit(client, url, method, {"reason": "Thử", "note": "Thử"} if method == "POST" else {})
                if (told := leaks(seen, asked)) or seen.status >= 500 or seen.wrote:
                    wrong.append((route.name, method, asked, seen.status, told, seen.wrote))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("who", OTHERS, ids=lambda v: v.name)
def test_no_list_search_or_export_tells_anybody_else_of_a_persons_dossier(who: Visitor) -> None:
    codes = [one.code for one in private_dossiers() if one.code]
    client, wrong = who.client, []
    for route in opened_by(who):
        if route.sample.method != "GET" or (route.names_something and not route.sample.shared):
            continue
        cache.clear()
        asked = [{}, {"q": NAME, "export": "csv"}, {"q": codes[0]}]
        if "search" in route.name or "look" in route.name:
            asked += [{"q": MARKS["applicant_phone"]}, {"ma": codes[0], "code": codes[0]}]
        for words in asked:
            seen = Visit(client, route.url, "GET", words)
            told = leaks(seen, " ".join(words.values()), of_many=True)
            if told or (seen.found in ("nothing", "fault") and seen.status != route.status):
                wrong.append((route.name, words, seen.status, told))
    assert not wrong, "\n".join(map(str, wrong))


def test_a_code_without_the_second_fact_tells_nothing_and_with_it_only_how_the_work_goes() -> None:
    client = Client()
    lookup, resume = reverse("services:lookup"), reverse("services:resume_guest")
    for one in private_dossiers()[1:]:
        assert one.code
        cache.clear()
        right = MARKS["applicant_phone"][-4:]
        tries = [Visit(client, lookup, "POST", {"code": one.code, "phone_end": end}) for end in ("", "0000", "3455")]
        tries += [Visit(client, lookup, "GET", {"ma": one.code, "phone_end": right})]
        tries += [Visit(client, resume, "POST", {"code": one.code, "secret": end}) for end in ("", "aaaa-bbbb-cccc")]
        for seen in tries:
            assert leaks(seen, one.code) == []
            assert one.version.title not in seen.body.decode()
        page = Visit(client, lookup, "POST", {"code": one.code, "phone_end": right})
        assert page.status == 200
        assert leaks(page, one.code) == []
        result = Issuance.objects.filter(subject_uuid=one.uuid).first()
        told = page.body.decode()
        assert result is None or (result.number in told and result.verify_code not in told)


def test_who_tries_second_facts_one_after_the_other_is_made_to_wait() -> None:
    cache.clear()
    client, lookup, code = Client(), reverse("services:lookup"), private_dossiers()[1].code
    for end in range(20):
        assert client.post(lookup, {"code": code, "phone_end": f"{end:04d}"}).status_code == 422
    right = client.post(lookup, {"code": code, "phone_end": MARKS["applicant_phone"][-4:]})
    assert right.status_code == 422
    assert "Đã tra cứu nhiều lần" in right.content.decode()


def test_whoever_was_given_an_address_nobody_can_guess_reads_no_more_than_a_name() -> None:
    """A receipt, a fee to pay, a ticket, a letter to verify: the address itself is what they were given."""
    uuids, codes = identifiers(rows_about(private_dossiers()))
    step = Step.objects.filter(case__subject_uuid=private_dossiers()[1].uuid).latest("pk")
    client, opened, wrong = Client(raise_request_exception=False), set(), []
    for route in routes():
        if not route.sample.bearer or route.sample.method != "GET":
            continue
        cache.clear()
        for url, asked in addresses(route, uuids, codes, step):
            seen = Visit(client, url)
            told = set(leaks(seen, asked))
            if seen.status == 200:
                opened.add(route.name)
            if seen.kind.startswith("text/html") and told - {NAME}:
                wrong.append((route.name, asked, told))
    assert not wrong, "\n".join(map(str, wrong))
    assert {"payments:receipt", "signatures:verify_issued"} <= opened


def test_the_person_and_the_office_that_decides_do_read_it() -> None:
    """So that the silence above means something."""
    one = private_dossiers()[1]
    for username, name in ((USERNAME, "services:dossier"), ("lc.tiepnhan", "services:workspace")):
        client = sign_in(Client(), Account.objects.get(username=username))
        told = leaks(Visit(client, reverse(name, args=[one.uuid])))
        assert {NAME, one.code} <= set(told), name
    client = sign_in(Client(), Account.objects.get(username="lc.tiepnhan"))
    assert NAME in leaks(Visit(client, reverse("services:dossiers"), "GET", {"export": "csv"}))
    found = Visit(client, reverse("search:results"), "GET", {"q": one.code})
    assert found.location == reverse("services:workspace", args=[one.uuid])
