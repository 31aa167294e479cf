"""schemathesis over the whole document: no operation ever answers 5xx, and every answer is as the document says.

In the suite each operation gets one case, every other a wrong one; `make schema` gives each a thousand and follows the links.
"""

import os
from functools import cache

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.clients import making
from tests.factories import make

from tanggap.api import limits, reference
from tanggap.config.wsgi import application

pytestmark = pytest.mark.django_db(transaction=True)
EXAMPLES = int(os.environ.get("TANGGAP_EXAMPLES", "1"))
IS_WHOLE = EXAMPLES >= 100
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@cache
def schema():
    """Return the document as the product serves it, to be run against the application itself."""
    return schemathesis.openapi.from_wsgi("/api/openapi.json", application)


@pytest.fixture(scope="module")
def _unlimited():
    """Let programs call as often as they like."""
    from tanggap.clients import leases

    kept = leases.BUDGETS
    leases.BUDGETS = {rate: dict.fromkeys(of, 10**9) for rate, of in kept.items()}
    limits.forget()
    yield
    leases.BUDGETS = kept


def headers():
    """Return what a program of a unit shows that may do everything."""
    return {"Accept-Encoding": "identity", **making.bearer(making.key(making.of_unit()))}


def attack(method, path, mode, shown, real):
    """Send generated cases to an operation, half of them about a report that there is."""
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
        if "code" in (case.path_parameters or {}) and hash(str(case.query) + str(case.body)) % 2:
            case.path_parameters["code"] = real
        case.call_and_validate(checks=CHECKS, headers=shown)

    run()


def modes(told):
    """Return how an operation is attacked: wrongly only where anything can be wrong, for any text may be a code."""
    can_be_wrong = "requestBody" in told or any(one["in"] != "path" for one in told["parameters"])
    return list(GenerationMode) if can_be_wrong else [GenerationMode.POSITIVE]


@pytest.mark.usefixtures("_unlimited")
def test_no_request_breaks_an_operation_or_the_document():
    shown, real = headers(), make.report().code
    runs = [
        (method.upper(), path, told)
        for path, methods in reference.document()["paths"].items()
        for method, told in methods.items()
    ]
    for number, (method, path, told) in enumerate(runs):
        ways = modes(told)
        for mode in ways if IS_WHOLE else [ways[number % len(ways)]]:
            attack(method, path, mode, shown, real)


@pytest.mark.skipif(not IS_WHOLE, reason="`make schema` follows the links")
@pytest.mark.usefixtures("_unlimited")
def test_no_way_along_the_links_breaks_an_operation():
    shown = headers()

    class Way(schema().as_state_machine()):
        def get_call_kwargs(self, case):
            return {"headers": shown}

        def validate_response(self, response, case, **given):
            case.validate_response(response, checks=CHECKS, **given)

    Way.run(settings=settings(max_examples=100, stateful_step_count=5, deadline=None, database=None))
