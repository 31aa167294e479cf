from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.report_row_origin import ReportRowOrigin
from ..models.state import State
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.point import Point





T = TypeVar("T", bound="ReportRow")



@_attrs_define
class ReportRow:
    """ A report in the list.

        Attributes:
            category (str):
            code (str):
            location (None | Point):
            origin (ReportRowOrigin):
            place (str):
            received_at (datetime.datetime):
            status (State): Where a report stands. `reports/lifecycle.py` says how it gets there.
            status_label (str):
            summary (str):
            supporters (int):
            url (str):
     """

    category: str
    code: str
    location: None | Point
    origin: ReportRowOrigin
    place: str
    received_at: datetime.datetime
    status: State
    status_label: str
    summary: str
    supporters: int
    url: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.point import Point # noqa: PLC0415
        category = self.category

        code = self.code

        location: dict[str, Any] | None
        if isinstance(self.location, Point):
            location = self.location.to_dict()
        else:
            location = self.location

        origin = self.origin.value

        place = self.place

        received_at = self.received_at.isoformat()

        status = self.status.value

        status_label = self.status_label

        summary = self.summary

        supporters = self.supporters

        url = self.url


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "category": category,
            "code": code,
            "location": location,
            "origin": origin,
            "place": place,
            "received_at": received_at,
            "status": status,
            "status_label": status_label,
            "summary": summary,
            "supporters": supporters,
            "url": url,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.point import Point # noqa: PLC0415
        d = dict(src_dict)
        category = d.pop("category")

        code = d.pop("code")

        def _parse_location(data: object) -> None | Point:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                location_type_0 = Point.from_dict(data)



                return location_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Point, data)

        location = _parse_location(d.pop("location"))


        origin = ReportRowOrigin(d.pop("origin"))




        place = d.pop("place")

        received_at = datetime.datetime.fromisoformat(d.pop("received_at"))




        status = State(d.pop("status"))




        status_label = d.pop("status_label")

        summary = d.pop("summary")

        supporters = d.pop("supporters")

        url = d.pop("url")

        report_row = cls(
            category=category,
            code=code,
            location=location,
            origin=origin,
            place=place,
            received_at=received_at,
            status=status,
            status_label=status_label,
            summary=summary,
            supporters=supporters,
            url=url,
        )


        report_row.additional_properties = d
        return report_row

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
