"""The OpenAPI document of the API, told exactly: what every operation may answer, problems under their own media type."""

from typing import Any

from ninja import NinjaAPI

from tanggap.api.problems import MEDIA_TYPE

ALWAYS = {
    405: "Method Not Allowed",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
_PROBLEM = {"$ref": "#/components/schemas/Problem"}


class Api(NinjaAPI):
    """django-ninja with one difference: a refusal is `application/problem+json` in the document, too."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """Return the OpenAPI 3.1 document."""
        document = super().get_openapi_schema(**options)
        for operations in document["paths"].values():
            for operation in operations.values():
                _tell_problems(operation["responses"])
        return document


def _tell_problems(responses: dict[Any, Any]) -> None:
    for status, words in ALWAYS.items():
        responses.setdefault(status, {"description": words})
    for status, response in responses.items():
        if int(status) >= 400:
            response["content"] = {MEDIA_TYPE: {"schema": _PROBLEM}}
