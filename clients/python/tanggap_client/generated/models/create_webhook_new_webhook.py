from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="CreateWebhookNewWebhook")



@_attrs_define
class CreateWebhookNewWebhook:
    """ A receiver, and what it wants to hear of. What is left out or empty means all.

        Attributes:
            label (str):
            url (str): https, to a public address.
            areas (list[str] | None | Unset): Codes of areas of any level.
            categories (list[str] | None | Unset): Codes of categories or of groups of them.
            channels (list[str] | None | Unset): Codes of the channels by which the report came.
            types (list[str] | None | Unset): Types of events, such as `report.resolved`.
            units (list[str] | None | Unset): Codes of the units that answer for the report; those below count with them.
     """

    label: str
    url: str
    areas: list[str] | None | Unset = UNSET
    categories: list[str] | None | Unset = UNSET
    channels: list[str] | None | Unset = UNSET
    types: list[str] | None | Unset = UNSET
    units: list[str] | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        label = self.label

        url = self.url

        areas: list[str] | None | Unset
        if isinstance(self.areas, Unset):
            areas = UNSET
        elif isinstance(self.areas, list):
            areas = self.areas


        else:
            areas = self.areas

        categories: list[str] | None | Unset
        if isinstance(self.categories, Unset):
            categories = UNSET
        elif isinstance(self.categories, list):
            categories = self.categories


        else:
            categories = self.categories

        channels: list[str] | None | Unset
        if isinstance(self.channels, Unset):
            channels = UNSET
        elif isinstance(self.channels, list):
            channels = self.channels


        else:
            channels = self.channels

        types: list[str] | None | Unset
        if isinstance(self.types, Unset):
            types = UNSET
        elif isinstance(self.types, list):
            types = self.types


        else:
            types = self.types

        units: list[str] | None | Unset
        if isinstance(self.units, Unset):
            units = UNSET
        elif isinstance(self.units, list):
            units = self.units


        else:
            units = self.units


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "label": label,
            "url": url,
        })
        if areas is not UNSET:
            field_dict["areas"] = areas
        if categories is not UNSET:
            field_dict["categories"] = categories
        if channels is not UNSET:
            field_dict["channels"] = channels
        if types is not UNSET:
            field_dict["types"] = types
        if units is not UNSET:
            field_dict["units"] = units

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        label = d.pop("label")

        url = d.pop("url")

        def _parse_areas(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                areas_type_0 = cast(list[str], data)

                return areas_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        areas = _parse_areas(d.pop("areas", UNSET))


        def _parse_categories(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                categories_type_0 = cast(list[str], data)

                return categories_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        categories = _parse_categories(d.pop("categories", UNSET))


        def _parse_channels(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                channels_type_0 = cast(list[str], data)

                return channels_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        channels = _parse_channels(d.pop("channels", UNSET))


        def _parse_types(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                types_type_0 = cast(list[str], data)

                return types_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        types = _parse_types(d.pop("types", UNSET))


        def _parse_units(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                units_type_0 = cast(list[str], data)

                return units_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        units = _parse_units(d.pop("units", UNSET))


        create_webhook_new_webhook = cls(
            label=label,
            url=url,
            areas=areas,
            categories=categories,
            channels=channels,
            types=types,
            units=units,
        )

        return create_webhook_new_webhook
