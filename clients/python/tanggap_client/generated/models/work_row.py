from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.state import State
from typing import cast
import datetime






T = TypeVar("T", bound="WorkRow")



@_attrs_define
class WorkRow:
    """ A report in the unit's list. `etag` is what If-Match of an act asks for.

        Attributes:
            category (str):
            channel (str):
            code (str):
            due_at (datetime.datetime):
            etag (str):
            origin (str):
            paused (bool):
            place (str):
            received_at (datetime.datetime):
            status (State): Where a report stands. `reports/lifecycle.py` says how it gets there.
            status_label (str):
            supporters (int):
            unit (str):
            url (str):
            words (str):
     """

    category: str
    channel: str
    code: str
    due_at: datetime.datetime
    etag: str
    origin: str
    paused: bool
    place: str
    received_at: datetime.datetime
    status: State
    status_label: str
    supporters: int
    unit: str
    url: str
    words: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        category = self.category

        channel = self.channel

        code = self.code

        due_at = self.due_at.isoformat()

        etag = self.etag

        origin = self.origin

        paused = self.paused

        place = self.place

        received_at = self.received_at.isoformat()

        status = self.status.value

        status_label = self.status_label

        supporters = self.supporters

        unit = self.unit

        url = self.url

        words = self.words


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "category": category,
            "channel": channel,
            "code": code,
            "due_at": due_at,
            "etag": etag,
            "origin": origin,
            "paused": paused,
            "place": place,
            "received_at": received_at,
            "status": status,
            "status_label": status_label,
            "supporters": supporters,
            "unit": unit,
            "url": url,
            "words": words,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        category = d.pop("category")

        channel = d.pop("channel")

        code = d.pop("code")

        due_at = datetime.datetime.fromisoformat(d.pop("due_at"))




        etag = d.pop("etag")

        origin = d.pop("origin")

        paused = d.pop("paused")

        place = d.pop("place")

        received_at = datetime.datetime.fromisoformat(d.pop("received_at"))




        status = State(d.pop("status"))




        status_label = d.pop("status_label")

        supporters = d.pop("supporters")

        unit = d.pop("unit")

        url = d.pop("url")

        words = d.pop("words")

        work_row = cls(
            category=category,
            channel=channel,
            code=code,
            due_at=due_at,
            etag=etag,
            origin=origin,
            paused=paused,
            place=place,
            received_at=received_at,
            status=status,
            status_label=status_label,
            supporters=supporters,
            unit=unit,
            url=url,
            words=words,
        )


        work_row.additional_properties = d
        return work_row

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
