"""How every door of the house is opened, by someone who may, wide and narrow (đi hết mọi trang)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Error, Response

from cuulong.core.people.demo import PASSWORD
from cuulong.core.people.models import Appointment
from cuulong.core.registry import RouteSample, declared
from launcher.layout import VAR

from .people import Window
from .province import Province

SCREENS = VAR / "screens"
AXE = (settings.NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
AXE_RUN = """axe.run(document, {resultTypes: ["violations"]}).then(
    r => r.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200)).join(" | ")))"""
WIDTHS = (1280, 360)
HEIGHT = 800  # as a page opens in a window
FRESH = 120  # seconds after which a person signs in again: some pages want a second factor shown just now
CITIZEN = "nguyenvanthu"
# The people who know the demo's sample dossiers; any other role is played by its first holder.
PLAYERS = {
    "public": "",
    "citizen": CITIZEN,
    "intake_officer": "lc.tiepnhan",
    "specialist": "lc.dothi",
    "head_of_division": "lc.kinhte",
    "signer": "lc.chutich",
    "clerk": "lc.vanthu",
    "fee_collector": "lc.thuphi",
}


def route_names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """The full name of every named route of the house."""
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from route_names(one.url_patterns, inner)
        elif one.name:
            yield f"{namespace}{one.name}"


def all_routes() -> list[str]:
    """The routes that people open; operations of the API are asked one by one in tests/services/test_api_schema.py."""
    return sorted(name for name in set(route_names(get_resolver().url_patterns)) if not name.startswith("api:"))


@cache
def samples(method: str) -> list[str]:
    names = set(all_routes())
    found = [s for s in declared(RouteSample).values() if (s.method == "GET") == (method == "GET") and s.code in names]
    return sorted(s.code for s in found)


@dataclass
class Walk:
    """One browser window a person, used again for every route they open."""

    browser: Browser
    province: Province
    language: str

    def __post_init__(self) -> None:
        self.windows: dict[str, Window] = {}
        self.signed_in: dict[str, float] = {}

    def window(self, role: str) -> Window:
        who = self.player(role)
        if who not in self.windows:
            self.windows[who] = Window.open(
                self.browser, self.province.url, scripts=True, width=WIDTHS[0], language=self.language
            )
        window = self.windows[who]
        if who and time.monotonic() - self.signed_in.get(who, -FRESH) >= FRESH:
            window.sign_in(who)
            self.signed_in[who] = time.monotonic()
        window.faults.clear()
        return window

    def player(self, role: str) -> str:
        if role in PLAYERS:
            return PLAYERS[role]
        held = Appointment.objects.filter(role=role, account__is_demo=True).order_by("pk")
        return held.values_list("account__username", flat=True)[0]


@contextmanager
def walking(browser: Browser, province: Province, language: str) -> Iterator[Walk]:
    """A walk in one language; its pictures are gathered on contact sheets at the end."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    for old in SCREENS.glob(f"*-{language}-*.png"):
        old.unlink()
    one = Walk(browser, province, language)
    yield one
    for window in one.windows.values():
        window.context.close()
    draw_contact_sheets(language)


def path_of(code: str) -> str:
    sample = declared(RouteSample)[code]
    path = reverse(code, kwargs=dict(sample.kwargs()) or None)
    return f"{path}?{sample.query}" if sample.query else path


def open_page(walk: Walk, code: str) -> None:
    """Opens a page as it is meant to be opened, and judges it at both widths."""
    sample = declared(RouteSample)[code]
    window = walk.window(sample.role)
    path = path_of(code)
    answer = navigate(window, path) if sample.status == 200 else None
    if answer and "/accounts/reauthenticate/" in answer.url:
        window.post("/accounts/reauthenticate/", {"password": PASSWORD}, max_redirects=0)
        answer = navigate(window, path)
    if answer is None:
        plain = window.context.request.get(window.url + path, max_redirects=0)
        assert plain.status == sample.status, (path, plain.status, plain.headers.get("location"))
        return
    assert (answer.status, answer.request.redirected_from) == (200, None), (path, answer.status, answer.url)
    if answer.headers.get("content-type", "").startswith("text/html"):
        judge(window, code, walk.language)


def navigate(window: Window, path: str) -> Response | None:
    """Where the address leads; None for what a browser keeps as a file instead of showing it."""
    window.page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
    try:
        return window.page.goto(window.url + path)
    except Error as told:
        if "Download is starting" not in told.message:
            raise
        return None


def judge(window: Window, code: str, language: str) -> None:
    """No violation, nothing wider than the window, and a picture, at both widths."""
    page = window.page
    page.evaluate(AXE)
    problems: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        problems += [f"{width}: {found}" for found in page.evaluate(AXE_RUN)]
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            problems.append(f"{width}: the page is {wide} px wide")
        page.screenshot(path=SCREENS / f"{code.replace(':', '-')}-{language}-{width}.png", animations="disabled")
    assert page.evaluate("document.documentElement.lang") == language
    assert problems + window.faults == []


def draw_contact_sheets(language: str, across: int = 8, down: int = 5) -> None:
    """All screens small on a few sheets, to look over at a glance."""
    shots = sorted(SCREENS.glob(f"*-{language}-*.png"))
    cell = (320, 260)
    for sheet, start in enumerate(range(0, len(shots), across * down), 1):
        page = Image.new("RGB", (cell[0] * across, cell[1] * down), "white")
        draw = ImageDraw.Draw(page)
        for n, shot in enumerate(shots[start : start + across * down]):
            x, y = n % across * cell[0], n // across * cell[1]
            with Image.open(shot) as whole:
                whole.thumbnail((cell[0] - 10, cell[1] - 24))
                page.paste(whole, (x + 5, y + 18))
            draw.text((x + 5, y + 4), shot.stem, fill="black")
        page.save(SCREENS / f"contact-sheet-{language}-{sheet}.png")
