"""Many letters with one opening of the key."""

from __future__ import annotations

import pytest

from cuulong.core.signatures import demo_ca
from cuulong.core.signatures.keys import open_key
from cuulong.core.signatures.rules import PERSON, CannotSign, State
from cuulong.core.signatures.sign import sign_many, signed_fields
from cuulong.core.signatures.validate import report
from tests.core.signatures.office import Office, letter, picture_of


def test_a_batch_is_signed_letter_by_letter_in_its_order(office: Office) -> None:
    letters = [letter() + b"\n" * n for n in range(3)]
    with open_key(office.person, demo_ca.PIN) as key:
        done = sign_many(letters, key, field=PERSON, appearance=picture_of(office.person), reason="Ký ban hành")
    assert [after.startswith(before) for before, after in zip(letters, done, strict=True)] == [True] * 3
    assert [signed_fields(pdf) for pdf in done] == [[PERSON]] * 3
    assert report(done[2]).signatures[0].content == State.GOOD


def test_one_that_cannot_be_signed_is_named_and_nothing_is_answered(office: Office) -> None:
    with open_key(office.person, demo_ca.PIN) as key, pytest.raises(CannotSign, match="Văn bản thứ 2: Tệp không phải"):
        sign_many([letter(), b"no pdf"], key, field=PERSON, appearance=None, reason="Ký")
