from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast






T = TypeVar("T", bound="PartNumber")



@_attrs_define
class PartNumber:
    """ The indicator of one part; `code` is empty for what has none.

        Attributes:
            code (str):
            high (float | None):
            low (float | None):
            n (int):
            name (str):
            reason (str):
            value (float | None):
     """

    code: str
    high: float | None
    low: float | None
    n: int
    name: str
    reason: str
    value: float | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        code = self.code

        high: float | None
        high = self.high

        low: float | None
        low = self.low

        n = self.n

        name = self.name

        reason = self.reason

        value: float | None
        value = self.value


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "code": code,
            "high": high,
            "low": low,
            "n": n,
            "name": name,
            "reason": reason,
            "value": value,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code")

        def _parse_high(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        high = _parse_high(d.pop("high"))


        def _parse_low(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        low = _parse_low(d.pop("low"))


        n = d.pop("n")

        name = d.pop("name")

        reason = d.pop("reason")

        def _parse_value(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        value = _parse_value(d.pop("value"))


        part_number = cls(
            code=code,
            high=high,
            low=low,
            n=n,
            name=name,
            reason=reason,
            value=value,
        )


        part_number.additional_properties = d
        return part_number

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
