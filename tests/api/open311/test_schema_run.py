"""schemathesis over the document of Open311: no operation ever answers 5xx, and every answer is as the document says."""

import os
from functools import cache

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tanggap.api import limits
from tanggap.api.open311 import contract, terms
from tanggap.config.wsgi import application

pytestmark = pytest.mark.django_db(transaction=True)
WHOLE = "TANGGAP_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("TANGGAP_EXAMPLES", "4"))
PATHS = contract.document("http://testserver")["paths"]
RUNS = [
    pytest.param(method.upper(), path, mode, id=f"{method} {path} {mode.value}")
    for path, methods in PATHS.items()
    for method in methods
    for mode in GenerationMode
    if WHOLE or (path.endswith("requests.json") or ("tokens" in path and mode is GenerationMode.POSITIVE))
]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@cache
def schema():
    """Return the document as the product serves it, to be run against the application itself."""
    return schemathesis.openapi.from_wsgi("/open311/openapi.json", application)


@pytest.mark.parametrize(("method", "path", "mode"), RUNS)
def test_no_request_breaks_an_operation_or_the_document(method, path, mode, monkeypatch):
    monkeypatch.setattr(terms, "terms", lambda: terms.Terms(("jakarta.go.id",), is_open=True))
    limits.forget()
    operation = schema()[path][method]

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case):
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    run()
