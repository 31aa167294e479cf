from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime






T = TypeVar("T", bound="SeriesPoint")



@_attrs_define
class SeriesPoint:
    """ The indicator of some days; `partial`: they are not the whole step, or not over.

        Attributes:
            first (datetime.date):
            high (float | None):
            last (datetime.date):
            low (float | None):
            n (int):
            partial (bool):
            reason (str):
            value (float | None):
     """

    first: datetime.date
    high: float | None
    last: datetime.date
    low: float | None
    n: int
    partial: bool
    reason: str
    value: float | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        first = self.first.isoformat()

        high: float | None
        high = self.high

        last = self.last.isoformat()

        low: float | None
        low = self.low

        n = self.n

        partial = self.partial

        reason = self.reason

        value: float | None
        value = self.value


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "first": first,
            "high": high,
            "last": last,
            "low": low,
            "n": n,
            "partial": partial,
            "reason": reason,
            "value": value,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        first = datetime.date.fromisoformat(d.pop("first"))




        def _parse_high(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        high = _parse_high(d.pop("high"))


        last = datetime.date.fromisoformat(d.pop("last"))




        def _parse_low(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        low = _parse_low(d.pop("low"))


        n = d.pop("n")

        partial = d.pop("partial")

        reason = d.pop("reason")

        def _parse_value(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        value = _parse_value(d.pop("value"))


        series_point = cls(
            first=first,
            high=high,
            last=last,
            low=low,
            n=n,
            partial=partial,
            reason=reason,
            value=value,
        )


        series_point.additional_properties = d
        return series_point

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
