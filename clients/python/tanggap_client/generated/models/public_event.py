from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.state import State
from typing import cast
import datetime






T = TypeVar("T", bound="PublicEvent")



@_attrs_define
class PublicEvent:
    """ One event of a public report, as webhooks send it, too. Units act, persons are not named.

        Attributes:
            actor (str):
            area (None | str):
            at (datetime.datetime):
            category (None | str):
            cursor (str):
            id (int):
            kind (str):
            label (str):
            message (str):
            report (str):
            status (State): Where a report stands. `reports/lifecycle.py` says how it gets there.
            status_before (str):
            type_ (str):
            unit (str):
            version (int):
     """

    actor: str
    area: None | str
    at: datetime.datetime
    category: None | str
    cursor: str
    id: int
    kind: str
    label: str
    message: str
    report: str
    status: State
    status_before: str
    type_: str
    unit: str
    version: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        actor = self.actor

        area: None | str
        area = self.area

        at = self.at.isoformat()

        category: None | str
        category = self.category

        cursor = self.cursor

        id = self.id

        kind = self.kind

        label = self.label

        message = self.message

        report = self.report

        status = self.status.value

        status_before = self.status_before

        type_ = self.type_

        unit = self.unit

        version = self.version


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "actor": actor,
            "area": area,
            "at": at,
            "category": category,
            "cursor": cursor,
            "id": id,
            "kind": kind,
            "label": label,
            "message": message,
            "report": report,
            "status": status,
            "status_before": status_before,
            "type": type_,
            "unit": unit,
            "version": version,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        actor = d.pop("actor")

        def _parse_area(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        area = _parse_area(d.pop("area"))


        at = datetime.datetime.fromisoformat(d.pop("at"))




        def _parse_category(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        category = _parse_category(d.pop("category"))


        cursor = d.pop("cursor")

        id = d.pop("id")

        kind = d.pop("kind")

        label = d.pop("label")

        message = d.pop("message")

        report = d.pop("report")

        status = State(d.pop("status"))




        status_before = d.pop("status_before")

        type_ = d.pop("type")

        unit = d.pop("unit")

        version = d.pop("version")

        public_event = cls(
            actor=actor,
            area=area,
            at=at,
            category=category,
            cursor=cursor,
            id=id,
            kind=kind,
            label=label,
            message=message,
            report=report,
            status=status,
            status_before=status_before,
            type_=type_,
            unit=unit,
            version=version,
        )


        public_event.additional_properties = d
        return public_event

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
