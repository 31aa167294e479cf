from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.create_report_json_new_report_visibility_type_0 import CreateReportJsonNewReportVisibilityType0
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.create_report_json_new_report_details_type_0 import CreateReportJsonNewReportDetailsType0
  from ..models.create_report_json_new_report_location import CreateReportJsonNewReportLocation
  from ..models.create_report_json_new_report_reporter import CreateReportJsonNewReportReporter





T = TypeVar("T", bound="CreateReportJsonNewReport")



@_attrs_define
class CreateReportJsonNewReport:
    """ A complaint to be taken in.

        Attributes:
            text (str): What is wrong, in the reporter's words.
            category (None | str | Unset): Code of a leaf category of `/api/v1/categories`.
            channel (None | str | Unset): Channel that you speak for; only channels that are fed through this API.
            details (CreateReportJsonNewReportDetailsType0 | None | Unset): Answers to the category's questions, by question
                code.
            external_id (None | str | Unset): Your own id of this report; makes sending it again harmless. The header
                Idempotency-Key does the same.
            language (None | str | Unset): Language of the text, such as `id`.
            location (CreateReportJsonNewReportLocation | None | Unset): Where it is: a point, an address in words, or an
                area. Without it a person asks.
            media (list[str] | None | Unset): Photos that were sent ahead: the `id` of each from `/api/v1/media`. It needs
                the same key.
            occurred_at (None | str | Unset): When it was seen: ISO 8601 with its zone.
            reporter (CreateReportJsonNewReportReporter | None | Unset): Who reports. All of it optional, sealed on arrival,
                never in any answer.
            visibility (CreateReportJsonNewReportVisibilityType0 | None | Unset): `public` unless told otherwise; what
                concerns officials is always private.
     """

    text: str
    category: None | str | Unset = UNSET
    channel: None | str | Unset = UNSET
    details: CreateReportJsonNewReportDetailsType0 | None | Unset = UNSET
    external_id: None | str | Unset = UNSET
    language: None | str | Unset = UNSET
    location: CreateReportJsonNewReportLocation | None | Unset = UNSET
    media: list[str] | None | Unset = UNSET
    occurred_at: None | str | Unset = UNSET
    reporter: CreateReportJsonNewReportReporter | None | Unset = UNSET
    visibility: CreateReportJsonNewReportVisibilityType0 | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.create_report_json_new_report_details_type_0 import CreateReportJsonNewReportDetailsType0 # noqa: PLC0415
        from ..models.create_report_json_new_report_location import CreateReportJsonNewReportLocation # noqa: PLC0415
        from ..models.create_report_json_new_report_reporter import CreateReportJsonNewReportReporter # noqa: PLC0415
        text = self.text

        category: None | str | Unset
        if isinstance(self.category, Unset):
            category = UNSET
        else:
            category = self.category

        channel: None | str | Unset
        if isinstance(self.channel, Unset):
            channel = UNSET
        else:
            channel = self.channel

        details: dict[str, Any] | None | Unset
        if isinstance(self.details, Unset):
            details = UNSET
        elif isinstance(self.details, CreateReportJsonNewReportDetailsType0):
            details = self.details.to_dict()
        else:
            details = self.details

        external_id: None | str | Unset
        if isinstance(self.external_id, Unset):
            external_id = UNSET
        else:
            external_id = self.external_id

        language: None | str | Unset
        if isinstance(self.language, Unset):
            language = UNSET
        else:
            language = self.language

        location: dict[str, Any] | None | Unset
        if isinstance(self.location, Unset):
            location = UNSET
        elif isinstance(self.location, CreateReportJsonNewReportLocation):
            location = self.location.to_dict()
        else:
            location = self.location

        media: list[str] | None | Unset
        if isinstance(self.media, Unset):
            media = UNSET
        elif isinstance(self.media, list):
            media = self.media


        else:
            media = self.media

        occurred_at: None | str | Unset
        if isinstance(self.occurred_at, Unset):
            occurred_at = UNSET
        else:
            occurred_at = self.occurred_at

        reporter: dict[str, Any] | None | Unset
        if isinstance(self.reporter, Unset):
            reporter = UNSET
        elif isinstance(self.reporter, CreateReportJsonNewReportReporter):
            reporter = self.reporter.to_dict()
        else:
            reporter = self.reporter

        visibility: None | str | Unset
        if isinstance(self.visibility, Unset):
            visibility = UNSET
        elif isinstance(self.visibility, CreateReportJsonNewReportVisibilityType0):
            visibility = self.visibility.value
        else:
            visibility = self.visibility


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "text": text,
        })
        if category is not UNSET:
            field_dict["category"] = category
        if channel is not UNSET:
            field_dict["channel"] = channel
        if details is not UNSET:
            field_dict["details"] = details
        if external_id is not UNSET:
            field_dict["external_id"] = external_id
        if language is not UNSET:
            field_dict["language"] = language
        if location is not UNSET:
            field_dict["location"] = location
        if media is not UNSET:
            field_dict["media"] = media
        if occurred_at is not UNSET:
            field_dict["occurred_at"] = occurred_at
        if reporter is not UNSET:
            field_dict["reporter"] = reporter
        if visibility is not UNSET:
            field_dict["visibility"] = visibility

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.create_report_json_new_report_details_type_0 import CreateReportJsonNewReportDetailsType0 # noqa: PLC0415
        from ..models.create_report_json_new_report_location import CreateReportJsonNewReportLocation # noqa: PLC0415
        from ..models.create_report_json_new_report_reporter import CreateReportJsonNewReportReporter # noqa: PLC0415
        d = dict(src_dict)
        text = d.pop("text")

        def _parse_category(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        category = _parse_category(d.pop("category", UNSET))


        def _parse_channel(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        channel = _parse_channel(d.pop("channel", UNSET))


        def _parse_details(data: object) -> CreateReportJsonNewReportDetailsType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                details_type_0 = CreateReportJsonNewReportDetailsType0.from_dict(data)



                return details_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CreateReportJsonNewReportDetailsType0 | None | Unset, data)

        details = _parse_details(d.pop("details", UNSET))


        def _parse_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        external_id = _parse_external_id(d.pop("external_id", UNSET))


        def _parse_language(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        language = _parse_language(d.pop("language", UNSET))


        def _parse_location(data: object) -> CreateReportJsonNewReportLocation | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                location_location = CreateReportJsonNewReportLocation.from_dict(data)



                return location_location
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CreateReportJsonNewReportLocation | None | Unset, data)

        location = _parse_location(d.pop("location", UNSET))


        def _parse_media(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                media_type_0 = cast(list[str], data)

                return media_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        media = _parse_media(d.pop("media", UNSET))


        def _parse_occurred_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        occurred_at = _parse_occurred_at(d.pop("occurred_at", UNSET))


        def _parse_reporter(data: object) -> CreateReportJsonNewReportReporter | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                reporter_reporter = CreateReportJsonNewReportReporter.from_dict(data)



                return reporter_reporter
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CreateReportJsonNewReportReporter | None | Unset, data)

        reporter = _parse_reporter(d.pop("reporter", UNSET))


        def _parse_visibility(data: object) -> CreateReportJsonNewReportVisibilityType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                visibility_type_0 = CreateReportJsonNewReportVisibilityType0(data)



                return visibility_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CreateReportJsonNewReportVisibilityType0 | None | Unset, data)

        visibility = _parse_visibility(d.pop("visibility", UNSET))


        create_report_json_new_report = cls(
            text=text,
            category=category,
            channel=channel,
            details=details,
            external_id=external_id,
            language=language,
            location=location,
            media=media,
            occurred_at=occurred_at,
            reporter=reporter,
            visibility=visibility,
        )

        return create_report_json_new_report
