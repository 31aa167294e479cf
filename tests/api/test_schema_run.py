"""schemathesis over the whole document: no operation ever answers 5xx, and every answer is as the document says."""

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

from tanggap.api import reference
from tanggap.config.wsgi import application

pytestmark = pytest.mark.django_db(transaction=True)
EXAMPLES = int(os.environ.get("TANGGAP_EXAMPLES", "40"))
RUNS = [
    pytest.param(method.upper(), path, mode, id=f"{method} {path} {mode.value}")
    for path, methods in reference.document()["paths"].items()
    for method, told in methods.items()
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or (told["parameters"] and "{" not in path)  # any text may be a code
]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@cache
def schema():
    """Return the document as the product serves it, to be run against the application itself."""
    return schemathesis.openapi.from_wsgi("/api/openapi.json", application)


@pytest.mark.parametrize(("method", "path", "mode"), RUNS)
def test_no_request_breaks_an_operation_or_the_document(method, path, mode):
    operation = schema()[path][method]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case):
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    run()
