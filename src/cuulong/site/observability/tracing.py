"""OpenTelemetry, off unless an endpoint is configured (theo dõi phân tán)."""

from __future__ import annotations

import os

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"


def start(service: str) -> bool:
    """Trace requests to the collector at OTEL_EXPORTER_OTLP_ENDPOINT; does nothing and says False without one.

    Call it before the web application or the worker is made. Spans carry routes, not the addresses' query.
    """
    if not os.environ.get(ENDPOINT):
        return False
    # Imported here: without an endpoint none of it is loaded.
    from opentelemetry import trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.instrumentation.django import DjangoInstrumentor
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": f"cuulong-{service}"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    DjangoInstrumentor().instrument(tracer_provider=provider)
    return True
