from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field
import json
from .. import types

from ..types import UNSET, Unset

from ..types import File, FileTypes
from ..types import UNSET, Unset
from io import BytesIO
from typing import cast






T = TypeVar("T", bound="CreateReportFilesBody")



@_attrs_define
class CreateReportFilesBody:
    """
        Attributes:
            text (str):
            category (str | Unset):
            channel (str | Unset):
            details (str | Unset):
            external_id (str | Unset):
            language (str | Unset):
            lat (float | Unset):
            location (str | Unset):
            lon (float | Unset):
            media (str | Unset):
            occurred_at (str | Unset):
            photos (list[File] | Unset):
            reporter (str | Unset):
            visibility (str | Unset):
     """

    text: str
    category: str | Unset = UNSET
    channel: str | Unset = UNSET
    details: str | Unset = UNSET
    external_id: str | Unset = UNSET
    language: str | Unset = UNSET
    lat: float | Unset = UNSET
    location: str | Unset = UNSET
    lon: float | Unset = UNSET
    media: str | Unset = UNSET
    occurred_at: str | Unset = UNSET
    photos: list[File] | Unset = UNSET
    reporter: str | Unset = UNSET
    visibility: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        text = self.text

        category = self.category

        channel = self.channel

        details = self.details

        external_id = self.external_id

        language = self.language

        lat = self.lat

        location = self.location

        lon = self.lon

        media = self.media

        occurred_at = self.occurred_at

        photos: list[FileTypes] | Unset = UNSET
        if not isinstance(self.photos, Unset):
            photos = []
            for photos_item_data in self.photos:
                photos_item = photos_item_data.to_tuple()

                photos.append(photos_item)



        reporter = self.reporter

        visibility = self.visibility


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
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
        if lat is not UNSET:
            field_dict["lat"] = lat
        if location is not UNSET:
            field_dict["location"] = location
        if lon is not UNSET:
            field_dict["lon"] = lon
        if media is not UNSET:
            field_dict["media"] = media
        if occurred_at is not UNSET:
            field_dict["occurred_at"] = occurred_at
        if photos is not UNSET:
            field_dict["photos"] = photos
        if reporter is not UNSET:
            field_dict["reporter"] = reporter
        if visibility is not UNSET:
            field_dict["visibility"] = visibility

        return field_dict


    def to_multipart(self) -> types.RequestFiles:
        files: types.RequestFiles = []

        files.append(("text", (None, str(self.text).encode(), "text/plain")))



        if not isinstance(self.category, Unset):
            files.append(("category", (None, str(self.category).encode(), "text/plain")))



        if not isinstance(self.channel, Unset):
            files.append(("channel", (None, str(self.channel).encode(), "text/plain")))



        if not isinstance(self.details, Unset):
            files.append(("details", (None, str(self.details).encode(), "text/plain")))



        if not isinstance(self.external_id, Unset):
            files.append(("external_id", (None, str(self.external_id).encode(), "text/plain")))



        if not isinstance(self.language, Unset):
            files.append(("language", (None, str(self.language).encode(), "text/plain")))



        if not isinstance(self.lat, Unset):
            files.append(("lat", (None, str(self.lat).encode(), "text/plain")))



        if not isinstance(self.location, Unset):
            files.append(("location", (None, str(self.location).encode(), "text/plain")))



        if not isinstance(self.lon, Unset):
            files.append(("lon", (None, str(self.lon).encode(), "text/plain")))



        if not isinstance(self.media, Unset):
            files.append(("media", (None, str(self.media).encode(), "text/plain")))



        if not isinstance(self.occurred_at, Unset):
            files.append(("occurred_at", (None, str(self.occurred_at).encode(), "text/plain")))



        if not isinstance(self.photos, Unset):
            for photos_item_element in self.photos:
                files.append(("photos", photos_item_element.to_tuple()))




        if not isinstance(self.reporter, Unset):
            files.append(("reporter", (None, str(self.reporter).encode(), "text/plain")))



        if not isinstance(self.visibility, Unset):
            files.append(("visibility", (None, str(self.visibility).encode(), "text/plain")))




        for prop_name, prop in self.additional_properties.items():
            files.append((prop_name, (None, str(prop).encode(), "text/plain")))



        return files


    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        text = d.pop("text")

        category = d.pop("category", UNSET)

        channel = d.pop("channel", UNSET)

        details = d.pop("details", UNSET)

        external_id = d.pop("external_id", UNSET)

        language = d.pop("language", UNSET)

        lat = d.pop("lat", UNSET)

        location = d.pop("location", UNSET)

        lon = d.pop("lon", UNSET)

        media = d.pop("media", UNSET)

        occurred_at = d.pop("occurred_at", UNSET)

        _photos = d.pop("photos", UNSET)
        photos: list[File] | Unset = UNSET
        if _photos is not UNSET:
            photos = []
            for photos_item_data in _photos:
                photos_item = File(
                     payload = BytesIO(photos_item_data)
                )



                photos.append(photos_item)


        reporter = d.pop("reporter", UNSET)

        visibility = d.pop("visibility", UNSET)

        create_report_files_body = cls(
            text=text,
            category=category,
            channel=channel,
            details=details,
            external_id=external_id,
            language=language,
            lat=lat,
            location=location,
            lon=lon,
            media=media,
            occurred_at=occurred_at,
            photos=photos,
            reporter=reporter,
            visibility=visibility,
        )


        create_report_files_body.additional_properties = d
        return create_report_files_body

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
