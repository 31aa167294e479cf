from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime






T = TypeVar("T", bound="Told")



@_attrs_define
class Told:
    """ The selection that was understood.

        Attributes:
            area (None | str):
            category (None | str):
            channel (None | str):
            first (datetime.date):
            last (datetime.date):
            unit (None | str):
     """

    area: None | str
    category: None | str
    channel: None | str
    first: datetime.date
    last: datetime.date
    unit: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        area: None | str
        area = self.area

        category: None | str
        category = self.category

        channel: None | str
        channel = self.channel

        first = self.first.isoformat()

        last = self.last.isoformat()

        unit: None | str
        unit = self.unit


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "area": area,
            "category": category,
            "channel": channel,
            "first": first,
            "last": last,
            "unit": unit,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_area(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        area = _parse_area(d.pop("area"))


        def _parse_category(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        category = _parse_category(d.pop("category"))


        def _parse_channel(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        channel = _parse_channel(d.pop("channel"))


        first = datetime.date.fromisoformat(d.pop("first"))




        last = datetime.date.fromisoformat(d.pop("last"))




        def _parse_unit(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        unit = _parse_unit(d.pop("unit"))


        told = cls(
            area=area,
            category=category,
            channel=channel,
            first=first,
            last=last,
            unit=unit,
        )


        told.additional_properties = d
        return told

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
