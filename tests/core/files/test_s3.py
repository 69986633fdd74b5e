"""The same store on S3."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import boto3
import pytest
from botocore.config import Config
from pytest_django import Settings

from cuulong.core.files import vault
from cuulong.core.files.clean_up import remove_orphans
from cuulong.core.files.http import respond
from cuulong.core.files.store import read, store
from tests.core.files.conftest import Sender
from tests.core.files.samples import PDF, picture
from tests.core.files.servers import s3

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with s3(tmp_path_factory.mktemp("s3")) as address:
        client = boto3.client(
            "s3", endpoint_url=address, aws_access_key_id="any", aws_secret_access_key="any", region_name="us-east-1",
            config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 10}),
        )  # fmt: skip
        client.create_bucket(Bucket="files")
        yield address


@pytest.fixture(autouse=True)
def bucket(endpoint: str, folder: object, settings: Settings) -> None:
    settings.S3_ENDPOINT, settings.S3_BUCKET = endpoint, "files"
    settings.S3_ACCESS_KEY = settings.S3_SECRET_KEY = "any"


def test_a_file_comes_back_byte_for_byte_from_the_bucket(acting: Sender, folder: object) -> None:
    stored = store(BytesIO(PDF), name="a.pdf", acting=acting)
    assert read(stored) == PDF
    assert b"".join(respond(stored).streaming_content) == PDF
    assert store(PDF, name="b.pdf", acting=acting).sha256 == stored.sha256


def test_a_large_file_is_streamed_to_the_bucket(acting: Sender) -> None:
    big = picture("PNG", (1700, 1700))
    assert len(big) > 8_000_000
    assert read(store(BytesIO(big), name="a.png", acting=acting)) == big


def test_contents_without_a_row_are_removed_from_the_bucket(acting: Sender) -> None:
    kept = store(PDF, name="a.pdf", acting=acting)
    vault.current().put(vault.key_of("e" * 64), BytesIO(b"left behind"))
    assert remove_orphans(timedelta(0)) >= 1
    assert not vault.current().has(vault.key_of("e" * 64))
    assert read(kept) == PDF
