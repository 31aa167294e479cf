from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.state import State
from typing import cast
import datetime






T = TypeVar("T", bound="Changed")



@_attrs_define
class Changed:
    """ A public report as it stands now, as the open data tell it.

        Attributes:
            answer_due_at (datetime.datetime):
            answered_at (None | str):
            area (None | str):
            category (None | str):
            changed_at (datetime.datetime):
            channel (str):
            closed_at (None | str):
            code (str):
            lat (float | None):
            lon (float | None):
            outcome (str):
            parent (None | str):
            received_at (datetime.datetime):
            reopened (int):
            resolve_due_at (datetime.datetime):
            status (State): Where a report stands. `reports/lifecycle.py` says how it gets there.
            supporters (int):
            text (str):
            unit (str):
     """

    answer_due_at: datetime.datetime
    answered_at: None | str
    area: None | str
    category: None | str
    changed_at: datetime.datetime
    channel: str
    closed_at: None | str
    code: str
    lat: float | None
    lon: float | None
    outcome: str
    parent: None | str
    received_at: datetime.datetime
    reopened: int
    resolve_due_at: datetime.datetime
    status: State
    supporters: int
    text: str
    unit: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        answer_due_at = self.answer_due_at.isoformat()

        answered_at: None | str
        answered_at = self.answered_at

        area: None | str
        area = self.area

        category: None | str
        category = self.category

        changed_at = self.changed_at.isoformat()

        channel = self.channel

        closed_at: None | str
        closed_at = self.closed_at

        code = self.code

        lat: float | None
        lat = self.lat

        lon: float | None
        lon = self.lon

        outcome = self.outcome

        parent: None | str
        parent = self.parent

        received_at = self.received_at.isoformat()

        reopened = self.reopened

        resolve_due_at = self.resolve_due_at.isoformat()

        status = self.status.value

        supporters = self.supporters

        text = self.text

        unit = self.unit


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "answer_due_at": answer_due_at,
            "answered_at": answered_at,
            "area": area,
            "category": category,
            "changed_at": changed_at,
            "channel": channel,
            "closed_at": closed_at,
            "code": code,
            "lat": lat,
            "lon": lon,
            "outcome": outcome,
            "parent": parent,
            "received_at": received_at,
            "reopened": reopened,
            "resolve_due_at": resolve_due_at,
            "status": status,
            "supporters": supporters,
            "text": text,
            "unit": unit,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        answer_due_at = datetime.datetime.fromisoformat(d.pop("answer_due_at"))




        def _parse_answered_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        answered_at = _parse_answered_at(d.pop("answered_at"))


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


        changed_at = datetime.datetime.fromisoformat(d.pop("changed_at"))




        channel = d.pop("channel")

        def _parse_closed_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        closed_at = _parse_closed_at(d.pop("closed_at"))


        code = d.pop("code")

        def _parse_lat(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        lat = _parse_lat(d.pop("lat"))


        def _parse_lon(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        lon = _parse_lon(d.pop("lon"))


        outcome = d.pop("outcome")

        def _parse_parent(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        parent = _parse_parent(d.pop("parent"))


        received_at = datetime.datetime.fromisoformat(d.pop("received_at"))




        reopened = d.pop("reopened")

        resolve_due_at = datetime.datetime.fromisoformat(d.pop("resolve_due_at"))




        status = State(d.pop("status"))




        supporters = d.pop("supporters")

        text = d.pop("text")

        unit = d.pop("unit")

        changed = cls(
            answer_due_at=answer_due_at,
            answered_at=answered_at,
            area=area,
            category=category,
            changed_at=changed_at,
            channel=channel,
            closed_at=closed_at,
            code=code,
            lat=lat,
            lon=lon,
            outcome=outcome,
            parent=parent,
            received_at=received_at,
            reopened=reopened,
            resolve_due_at=resolve_due_at,
            status=status,
            supporters=supporters,
            text=text,
            unit=unit,
        )


        changed.additional_properties = d
        return changed

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
