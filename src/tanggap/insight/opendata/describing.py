"""The open data told to machines: DCAT-AP for data portals, Croissant for machine learning, schema.org for search engines.

DCAT-AP 3.0 (https://semiceu.github.io/DCAT-AP/), Croissant 1.0 (http://mlcommons.org/croissant/1.0), schema.org/Dataset.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, override

from tanggap.core.words import say
from tanggap.insight import sheets
from tanggap.insight.opendata import formats
from tanggap.insight.opendata.columns import DAY, INSTANT, NUMBER, TEXT, TRUTH, WHOLE
from tanggap.insight.opendata.publisher import publisher
from tanggap.insight.opendata.queries import LANGUAGES, FileRow, Offer
from tanggap.places.city import city

_SCHEMA_TYPES = {
    TEXT: "sc:Text", WHOLE: "sc:Integer", NUMBER: "sc:Float", TRUTH: "sc:Boolean", DAY: "sc:Date", INSTANT: "sc:DateTime",
}  # fmt: skip
_DAILY = "http://publications.europa.eu/resource/authority/frequency/DAILY"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "spdx": "http://spdx.org/rdf/terms#",
    "adms": "http://www.w3.org/ns/adms#",
    "locn": "http://www.w3.org/ns/locn#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_CROISSANT = {
    "@language": "en", "@vocab": "https://schema.org/", "sc": "https://schema.org/", "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/", "citeAs": "cr:citeAs", "column": "cr:column", "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "extract": "cr:extract",
    "field": "cr:field", "fileObject": "cr:fileObject", "fileProperty": "cr:fileProperty", "fileSet": "cr:fileSet", "format": "cr:format",
    "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key", "md5": "cr:md5",
    "parentField": "cr:parentField", "path": "cr:path", "recordSet": "cr:recordSet", "references": "cr:references", "regex": "cr:regex",
    "repeated": "cr:repeated", "replace": "cr:replace", "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField",
    "transform": "cr:transform",
}  # fmt: skip


def address(*parts: str) -> str:
    """Return the absolute address of something below `/data/`."""
    return "/".join([f"{settings.PUBLIC_URL}/data", *parts])


def file_address(file: FileRow) -> str:
    """Return the absolute address of a file."""
    return address(file.dataset, file.version, file.name)


def catalog(offered: list[Offer]) -> dict[str, Any]:
    """Return the whole catalogue as DCAT-AP in JSON-LD."""
    return {
        "@context": _CONTEXT,
        "@id": address(""),
        "@type": "dcat:Catalog",
        "dct:title": _texts(lambda: gettext("Open data")),
        "dct:description": _texts(lambda: gettext("What everybody may know of the city's reports, as files.")),
        "dct:publisher": _who(),
        "dct:language": list(LANGUAGES),
        "foaf:homepage": {"@id": address("")},
        "dcat:dataset": [_dcat(one) for one in offered if one.version],
    }


def _dcat(offered: Offer) -> dict[str, Any]:
    assert offered.version is not None  # noqa: S101  told by who calls
    west, south, east, north = city().bbox
    box = f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"
    told: dict[str, Any] = {
        "@id": address(offered.dataset.code, ""),
        "@type": "dcat:Dataset",
        "dct:identifier": f"tanggap-{city().code}-{offered.dataset.code}",
        "dct:title": _texts(lambda: str(offered.dataset.title)),
        "dct:description": _texts(lambda: str(offered.dataset.about)),
        "dct:publisher": _who(),
        "dct:issued": _instant(sheets.instant(offered.version.made_at)),
        "dct:modified": _instant(sheets.instant(offered.version.taken_at)),
        "dcat:version": offered.version.number,
        "dct:accrualPeriodicity": {"@id": _DAILY},
        "dcat:landingPage": {"@id": address(offered.dataset.code, "")},
        "dct:spatial": {
            "@type": "dct:Location",
            "dcat:bbox": {"@type": "http://www.opengis.net/ont/geosparql#wktLiteral", "@value": box},
        },
        "dcat:contactPoint": _contact(),
        "dct:conformsTo": {"@id": address(offered.dataset.code, "dictionary.json")},
        "dcat:distribution": [_distribution(offered, file) for file in offered.files],
    }
    return {name: value for name, value in told.items() if value}


def _distribution(offered: Offer, file: FileRow) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@id": file_address(file),
        "@type": "dcat:Distribution",
        "dct:title": f"{offered.dataset.code}, {file.label}",
        "dcat:downloadURL": {"@id": file_address(file)},
        "dcat:accessURL": {"@id": address(offered.dataset.code, "")},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{formats.MEDIA_TYPES[file.format]}"},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file.bytes)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": _SHA256},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file.sha256},
        },
    }
    if file.is_packed:
        told["dcat:compressFormat"] = {"@id": "https://www.iana.org/assignments/media-types/application/gzip"}
    if offered.licence.url:
        told["dct:license"] = {"@id": offered.licence.url}
    if offered.licence.attribution:
        told["dct:rights"] = offered.licence.attribution
    return told


def croissant(offered: Offer) -> dict[str, Any]:
    """Return one dataset's newest version in Croissant 1.0: its files with their sums, and each column with its meaning."""
    source = offered.file(formats.PARQUET) or offered.file(formats.CSV)
    code = offered.dataset.code
    with override("en"):
        return {
            "@context": _CROISSANT,
            "@type": "sc:Dataset",
            "conformsTo": "http://mlcommons.org/croissant/1.0",
            **_about(offered),
            "citeAs": cite(offered),
            "isLiveDataset": False,
            "distribution": [
                {
                    "@type": "cr:FileObject",
                    "@id": file.name,
                    "name": file.name,
                    "contentUrl": file_address(file),
                    "contentSize": f"{file.bytes} B",
                    "encodingFormat": "application/x-parquet" if file.format == formats.PARQUET else file.media_type,
                    "sha256": file.sha256,
                }
                for file in offered.files
            ],
            "recordSet": [
                {
                    "@type": "cr:RecordSet",
                    "@id": code,
                    "name": code,
                    **(
                        {"key": [{"@id": f"{code}/{name}"} for name in offered.dataset.key]}
                        if offered.dataset.key
                        else {}
                    ),
                    "field": [
                        {
                            "@type": "cr:Field",
                            "@id": f"{code}/{column.name}",
                            "name": column.name,
                            "description": str(column.about),
                            "dataType": _SCHEMA_TYPES[column.type],
                            "source": {"fileObject": {"@id": source.name}, "extract": {"column": column.name}},
                        }
                        for column in offered.dataset.columns
                    ],
                }
            ]
            if source
            else [],
        }


def schema_org(offered: Offer) -> dict[str, Any]:
    """Return one dataset as schema.org tells search engines, in the active language."""
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        **_about(offered),
        "isAccessibleForFree": True,
        "variableMeasured": [column.name for column in offered.dataset.columns],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": formats.MEDIA_TYPES[file.format],
                "contentUrl": file_address(file),
            }
            for file in offered.files
        ],
    }


def cite(offered: Offer) -> str:
    """Return how to cite a dataset's newest version."""
    version = offered.version.number if offered.version else ""
    return f"{say(publisher().name)}: {offered.dataset.title} (Tanggap {say(city().name)}), {version}. {address(offered.dataset.code, '')}"


def _about(offered: Offer) -> dict[str, Any]:
    west, south, east, north = city().bbox
    told: Mapping[str, Any] = {
        "name": f"{offered.dataset.title}, {say(city().name)}",
        "description": str(offered.dataset.about),
        "url": address(offered.dataset.code, ""),
        "license": offered.licence.url,
        "creator": {"@type": "Organization", "name": say(publisher().name)},
        "spatialCoverage": {"@type": "Place", "geo": {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}},
        "version": offered.version.number if offered.version else "",
        "datePublished": sheets.instant(offered.version.made_at) if offered.version else "",
        "dateModified": sheets.instant(offered.version.taken_at) if offered.version else "",
    }
    return {name: value for name, value in told.items() if value}


def _who() -> dict[str, Any]:
    names = publisher().name
    return {
        "@type": "foaf:Agent",
        "foaf:name": [{"@language": language, "@value": name} for language, name in names.items()],
    }


def _contact() -> dict[str, Any] | None:
    contact = publisher().contact
    if not contact:
        return None
    kind = "vcard:hasEmail" if "@" in contact and "/" not in contact else "vcard:hasURL"
    at = f"mailto:{contact}" if kind == "vcard:hasEmail" else contact
    return {"@type": "vcard:Kind", "vcard:fn": say(publisher().name), kind: {"@id": at}}


def _texts(words: Any) -> list[dict[str, str]]:
    told = []
    for language in LANGUAGES:
        with override(language):
            text: str | Promise = words()
            told.append({"@language": language, "@value": str(text)})
    return told


def _instant(text: str) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": text}
