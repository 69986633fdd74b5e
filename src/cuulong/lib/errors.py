"""Input errors that carry a stable code and a plain Vietnamese sentence."""

from typing import Any


def gettext_noop(message: str) -> str:
    """Mark a sentence for the translation catalogue and return it unchanged."""
    return message


class InputError(ValueError):
    """What was typed cannot be used; says why in Vietnamese.

    `design.errors.say` gives the sentence in the reader's language.
    """

    def __init__(self, code: str, message: str, **params: Any) -> None:
        super().__init__(code, message, params)
        self.code = code
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message
