"""What a person does in a browser window: sign in, answer a form, hand in papers (người dùng)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.utils import translation
from playwright.sync_api import APIResponse, Browser, BrowserContext, Locator, Page, expect

# What refuses a request on purpose says so with these; the rest is a fault.
REFUSALS = {403, 404, 409, 422, 429}


@dataclass
class Window:
    """One person's browser window at the province's address."""

    context: BrowserContext
    page: Page
    url: str
    language: str = "vi"
    scripts: bool = True
    faults: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, browser: Browser, url: str, *, scripts: bool, width: int, language: str = "vi") -> Self:
        context = browser.new_context(
            java_script_enabled=scripts,
            viewport={"width": width, "height": 800},
            locale=language,
            accept_downloads=True,
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": url}])
        context.set_default_timeout(60_000)
        window = cls(context, context.new_page(), url, language, scripts)
        window.page.on("pageerror", lambda error: window.faults.append(f"{window.page.url}: {error}"))
        window.page.on(
            "console",
            lambda said: (
                window.faults.append(f"{window.page.url}: {said.text}")
                if said.type == "error" and "status of 4" not in said.text
                else None
            ),
        )
        window.page.on(
            "response",
            lambda answer: (
                window.faults.append(f"{answer.status} {answer.url}")
                if answer.status >= 400 and answer.status not in REFUSALS
                else None
            ),
        )
        return window

    def go(self, path: str) -> Page:
        self.page.goto(self.url + path)
        return self.page

    def post(self, path: str, data: Mapping[str, Any] | None = None, **more: Any) -> APIResponse:
        """A form sent from this window, with the token its pages carry."""
        return self.context.request.post(self.url + path, form=dict(data or {}), headers=self.token(), **more)

    def token(self) -> dict[str, str]:
        """The headers that a form of this window would carry."""
        if not self.cookie("csrftoken"):
            self.context.request.get(f"{self.url}/accounts/login/")
        return {"X-CSRFToken": self.cookie("csrftoken"), "Referer": self.url}

    def cookie(self, name: str) -> str:
        return next((c["value"] for c in self.context.cookies() if c.get("name") == name), "")

    def sign_in(self, username: str) -> None:
        """Through the demo's door, second factor included."""
        answer = self.post(f"/account/demo/{username}/", max_redirects=0)
        assert answer.status == 302, (username, answer.status)

    def said(self, words: str) -> str:
        """Vietnamese words of the house as this person's screen says them."""
        with translation.override(self.language):
            return translation.gettext(words)

    def press(self, name: str) -> None:
        """Press a button that sends its form, by its Vietnamese words, and wait for the page that answers."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=self.said(name), exact=True).click()

    def push(self, button: str) -> None:
        """The same by a selector, for buttons whose words a procedure brings along."""
        with self.page.expect_navigation():
            self.page.locator(button).click()

    def follow(self, name: str) -> None:
        """Go where a link leads, by its Vietnamese words."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=self.said(name), exact=True).first.click()

    def says(self, words: str) -> None:
        """The page holds the words, said in Vietnamese here and in this person's language there."""
        expect(self.page.locator("body")).to_contain_text(self.said(words))

    def text(self) -> str:
        return self.page.locator("main, body").first.inner_text()


def answer_page(page: Page, answers: Mapping[str, Any]) -> None:
    """Type the answers that the form on screen asks for; those of hidden questions are left alone."""
    form = page.locator("form.form").first
    for key, value in answers.items():
        if isinstance(value, list):
            for n, item in enumerate(value):
                _answer(form, {f"{key}-{n}-{k}": v for k, v in item.items()})
        else:
            _answer(form, {key: value})


def _answer(form: Locator, answers: Mapping[str, Any]) -> None:
    for name, value in answers.items():
        box = form.locator(f"[name='{name}']")
        if form.locator(f"[name='{name}_day']").count():
            year, month, day = str(value).split("-")
            for part, text in (("day", day), ("month", month), ("year", year)):
                form.locator(f"[name='{name}_{part}']").fill(text)
        elif box.count() == 0:
            continue
        elif box.first.get_attribute("type") == "radio":
            choice = form.locator(f"[name='{name}'][value='{value}']")
            form.locator(f"label[for='{choice.get_attribute('id')}']").click()
        elif box.first.evaluate("e => e.tagName") == "SELECT":
            box.select_option(str(value))
        else:
            box.fill(str(value).replace(".", ",") if isinstance(value, float) else str(value))
