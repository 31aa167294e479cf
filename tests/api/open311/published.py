"""What the published schemas of GeoReport v2 ask of each answer, written anew from the specification (theirs have no licence)."""

_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
_ID = {"type": "string", "minLength": 1}

SERVICES = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"],
        "properties": {
            "service_code": _ID,
            "service_name": _ID,
            "description": _MAYBE,
            "metadata": {"type": "boolean"},
            "type": {"enum": ["realtime", "batch", "blackbox"]},
            "keywords": _MAYBE,
            "group": _MAYBE,
        },
    },
}
DEFINITION = {
    "type": "object",
    "required": ["service_code", "attributes"],
    "properties": {
        "service_code": _ID,
        "attributes": {
            "type": "array",
            "items": {
                "type": "object",
                "required": [
                    "variable",
                    "code",
                    "datatype",
                    "required",
                    "datatype_description",
                    "order",
                    "description",
                ],
                "properties": {
                    "variable": {"type": "boolean"},
                    "code": _ID,
                    "datatype": {"enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]},
                    "required": {"type": "boolean"},
                    "datatype_description": _MAYBE,
                    "order": {"type": "integer", "minimum": 1},
                    "description": _TEXT,
                    "values": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "type": "object",
                            "required": ["key", "name"],
                            "properties": {"key": _ID, "name": _ID},
                        },
                    },
                },
                "if": {"properties": {"datatype": {"pattern": "list$"}}},
                "then": {"required": ["values"]},
            },
        },
    },
}
REQUESTS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["service_request_id", "status", "service_code", "requested_datetime", "updated_datetime"],
        "properties": {
            "service_request_id": _ID,
            "status": {"enum": ["open", "closed"]},
            "status_notes": _MAYBE,
            "service_name": _MAYBE,
            "service_code": _TEXT,
            "description": {"type": ["string", "null"], "maxLength": 4000},
            "agency_responsible": _MAYBE,
            "service_notice": _MAYBE,
            "requested_datetime": _INSTANT,
            "updated_datetime": _INSTANT,
            "expected_datetime": {"anyOf": [_INSTANT, {"type": "null"}]},
            "address": _MAYBE,
            "address_id": _MAYBE,
            "zipcode": _MAYBE,
            "lat": {"type": ["number", "null"], "minimum": -90, "maximum": 90},
            "long": {"type": ["number", "null"], "minimum": -180, "maximum": 180},
            "media_url": _MAYBE,
        },
    },
}
