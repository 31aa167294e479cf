from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.public_event import PublicEvent





T = TypeVar("T", bound="EventPage")



@_attrs_define
class EventPage:
    """ Events, oldest first. `cursor` goes on behind them for ever; `end`: there is nothing more now, ask again later.

        Attributes:
            cursor (str):
            end (bool):
            events (list[PublicEvent]):
            next_ (str):
     """

    cursor: str
    end: bool
    events: list[PublicEvent]
    next_: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.public_event import PublicEvent # noqa: PLC0415
        cursor = self.cursor

        end = self.end

        events = []
        for events_item_data in self.events:
            events_item = events_item_data.to_dict()
            events.append(events_item)



        next_ = self.next_


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "cursor": cursor,
            "end": end,
            "events": events,
            "next": next_,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.public_event import PublicEvent # noqa: PLC0415
        d = dict(src_dict)
        cursor = d.pop("cursor")

        end = d.pop("end")

        events = []
        _events = d.pop("events")
        for events_item_data in (_events):
            events_item = PublicEvent.from_dict(events_item_data)



            events.append(events_item)


        next_ = d.pop("next")

        event_page = cls(
            cursor=cursor,
            end=end,
            events=events,
            next_=next_,
        )


        event_page.additional_properties = d
        return event_page

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
