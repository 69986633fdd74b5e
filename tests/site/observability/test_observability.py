"""Operators see the program at work, and no citizen's data while they do."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys

import pytest
from django.db import connection
from django.test import RequestFactory

from cuulong.core.audit.trail import current_request_id, request_id
from cuulong.core.files import vault
from cuulong.site.observability import tracing
from cuulong.site.observability.logs import Formatter
from cuulong.site.observability.middleware import request_id_middleware
from cuulong.site.observability.views import metrics_page
from tests.core.files.servers import s3


def line_of(message: str, *, error: Exception | None = None, **extra: object) -> dict[str, object]:
    """One log line as it would be written."""
    exc_info = None
    if error:
        try:
            raise error
        except Exception:
            exc_info = sys.exc_info()
    record = logging.LogRecord("cuulong.test", logging.WARNING, __file__, 1, message, (), exc_info)
    record.__dict__.update(extra)
    return json.loads(Formatter().format(record))


def worker_heard_of() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")


def test_a_log_line_is_one_json_object_with_its_request_id():
    with request_id("request-1"):
        line = line_of("Đã gửi", delivery="7")
    assert (line["level"], line["logger"], line["message"]) == ("WARNING", "cuulong.test", "Đã gửi")
    assert (line["request_id"], line["delivery"]) == ("request-1", "7")
    assert "at" in line


def test_an_error_that_quotes_a_citizen_is_logged_by_kind_and_place_only():
    line = line_of("failed", error=ValueError("086123456789 is not a number"))
    assert "086123456789" not in json.dumps(line)
    assert str(line["exc_info"]).startswith("ValueError\n")
    assert "test_observability.py" in str(line["exc_info"])


def test_an_error_about_the_program_keeps_its_message():
    assert "no attribute" in str(line_of("failed", error=AttributeError("no attribute x"))["exc_info"])


def test_an_error_that_leads_back_to_itself_is_told_once():
    # A broken connection that is raised anew at every try becomes the cause of its own cause.
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    said = str(line_of("went round", error=first)["exc_info"])
    assert said.count("ValueError") == 1
    assert said.count("KeyError") == 1


def test_every_request_has_an_id_that_is_told_to_the_browser(client):
    given = client.get("/healthz", headers={"X-Request-ID": "from-the-proxy-1"})
    assert given["X-Request-ID"] == "from-the-proxy-1"
    made = client.get("/healthz", headers={"X-Request-ID": "<script>"})["X-Request-ID"]
    assert len(made) == 32
    assert current_request_id() == ""


def test_the_request_line_names_the_route_and_never_what_was_typed(client, caplog):
    caplog.set_level(logging.DEBUG, "cuulong.request")
    client.get("/healthz?cccd=086123456789")
    (line,) = [record for record in caplog.records if record.name == "cuulong.request"]
    assert (line.route, line.status, line.method) == ("healthz", 200, "GET")
    assert "086123456789" not in str(line.__dict__)


def test_the_id_is_known_to_everything_within_the_request():
    seen = []

    def view(request):
        from django.http import HttpResponse

        seen.append(current_request_id())
        return HttpResponse()

    answer = request_id_middleware(view)(RequestFactory().get("/"))
    assert seen == [answer["X-Request-ID"]]


def test_healthz_needs_no_database(client):
    # Without the `db` fixture any query would fail the test.
    assert client.get("/healthz").content == b"ok"


@pytest.mark.django_db
def test_readyz_names_every_part_when_all_is_well(client, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    worker_heard_of()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "database": "ok", "clock": "ok", "jobs": "ok", "storage": "ok"}


@pytest.mark.django_db
def test_readyz_says_that_no_worker_runs(client, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["jobs"] == "no worker is running"


@pytest.mark.django_db
def test_readyz_says_that_a_storage_cannot_be_written(client, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.FILES_DIR = tmp_path / "file" / "folder"
    worker_heard_of()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["storage"] == "NotADirectoryError"


@pytest.mark.django_db
def test_metrics_tell_requests_jobs_and_unsealed_rows(client, settings):
    settings.METRICS_TOKEN = ""
    client.get("/healthz")
    text = client.get("/metrics").content.decode()
    assert 'cuulong_requests_total{method="GET",route="healthz",status="200"}' in text
    assert "cuulong_jobs_waiting 0.0" in text
    assert "cuulong_deliveries_dead 0.0" in text
    assert "cuulong_audit_unsealed 0.0" in text


@pytest.mark.django_db
def test_metrics_are_for_this_machine_only(settings):
    settings.METRICS_TOKEN = ""
    ask = RequestFactory().get
    assert metrics_page(ask("/metrics", REMOTE_ADDR="127.0.0.1")).status_code == 200
    assert metrics_page(ask("/metrics", REMOTE_ADDR="10.0.0.5")).status_code == 403
    assert metrics_page(ask("/metrics", headers={"X-Forwarded-For": "10.0.0.5"})).status_code == 403


@pytest.mark.django_db
def test_from_elsewhere_metrics_need_the_token(settings):
    settings.METRICS_TOKEN = "a secret"

    def ask(**headers: str) -> int:
        return metrics_page(RequestFactory().get("/metrics", REMOTE_ADDR="10.0.0.5", headers=headers)).status_code

    assert ask() == 403
    assert ask(Authorization="Bearer a secret") == 200
    assert ask(Authorization="Bearer another") == 403


def traced() -> dict[str, str]:
    """The environment of a process that traces to where nobody listens."""
    return os.environ | {
        tracing.ENDPOINT: "http://127.0.0.1:9",
        "OTEL_PYTHON_DJANGO_INSTRUMENT": "True",
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "OTEL_BSP_EXPORT_TIMEOUT": "100",
        "OTEL_EXPORTER_OTLP_TIMEOUT": "1",
    }


def test_tracing_is_off_without_an_endpoint(monkeypatch):
    monkeypatch.delenv(tracing.ENDPOINT, raising=False)
    assert tracing.start("web") is False


def test_the_worker_is_traced_like_the_web_server_and_each_job_is_a_span():
    program = (
        "import asyncio, django; django.setup();"
        "from cuulong.core.outbox.management.commands import worker as of_the_outbox;"
        "of_the_outbox.serve = lambda options: asyncio.sleep(0);"
        "from django.core.management import call_command; call_command('worker');"
        "from opentelemetry.sdk.trace.export import SimpleSpanProcessor, ConsoleSpanExporter;"
        "from opentelemetry import trace;"
        "trace.get_tracer_provider().add_span_processor(SimpleSpanProcessor(ConsoleSpanExporter()));"
        "from types import SimpleNamespace as N; from cuulong.core.outbox.metrics import measure;"
        "measure(lambda: None, N(job=N(task_name='deliver')), None)"
    )
    done = subprocess.run([sys.executable, "-c", program], env=traced(), capture_output=True, text=True, timeout=60)
    assert '"name": "deliver"' in done.stdout, done.stderr
    assert '"service.name": "cuulong-worker"' in done.stdout


def test_tracing_starts_when_an_endpoint_is_given():
    program = (
        "from cuulong.site.observability import tracing; assert tracing.start('web');"
        "from opentelemetry import trace; print(type(trace.get_tracer_provider()).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", program], env=traced(), capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "TracerProvider", done.stderr


@pytest.mark.django_db
def test_readyz_asks_the_bucket_where_files_lie_in_one(client, settings, tmp_path):
    worker_heard_of()
    settings.FILES_DIR = tmp_path / "nobody writes here" / "now"
    settings.S3_BUCKET, settings.S3_ACCESS_KEY, settings.S3_SECRET_KEY = "files", "any", "any"
    with s3(tmp_path) as address:
        settings.S3_ENDPOINT = address
        vault.current().storage.connection.meta.client.create_bucket(Bucket="files")
        assert client.get("/readyz").json()["storage"] == "ok"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["storage"] != "ok"
    assert not settings.FILES_DIR.exists()


@pytest.mark.django_db
def test_readyz_says_that_the_bucket_is_not_there(client, settings, tmp_path):
    worker_heard_of()
    settings.S3_BUCKET, settings.S3_ACCESS_KEY, settings.S3_SECRET_KEY = "another", "any", "any"
    with s3(tmp_path) as address:
        settings.S3_ENDPOINT = address
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["storage"] == "the bucket answers 404"
