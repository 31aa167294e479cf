from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.delivery_state import DeliveryState
from typing import cast
import datetime






T = TypeVar("T", bound="Delivery")



@_attrs_define
class Delivery:
    """ One event for the receiver. `webhook_id` is what its header says at every try.

        Attributes:
            event (int):
            made_at (datetime.datetime):
            replays (int):
            report (str):
            settled_at (None | str):
            state (DeliveryState):
            tries (int):
            type_ (str):
            webhook_id (str):
     """

    event: int
    made_at: datetime.datetime
    replays: int
    report: str
    settled_at: None | str
    state: DeliveryState
    tries: int
    type_: str
    webhook_id: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        event = self.event

        made_at = self.made_at.isoformat()

        replays = self.replays

        report = self.report

        settled_at: None | str
        settled_at = self.settled_at

        state = self.state.value

        tries = self.tries

        type_ = self.type_

        webhook_id = self.webhook_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "event": event,
            "made_at": made_at,
            "replays": replays,
            "report": report,
            "settled_at": settled_at,
            "state": state,
            "tries": tries,
            "type": type_,
            "webhook_id": webhook_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        event = d.pop("event")

        made_at = datetime.datetime.fromisoformat(d.pop("made_at"))




        replays = d.pop("replays")

        report = d.pop("report")

        def _parse_settled_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        settled_at = _parse_settled_at(d.pop("settled_at"))


        state = DeliveryState(d.pop("state"))




        tries = d.pop("tries")

        type_ = d.pop("type")

        webhook_id = d.pop("webhook_id")

        delivery = cls(
            event=event,
            made_at=made_at,
            replays=replays,
            report=report,
            settled_at=settled_at,
            state=state,
            tries=tries,
            type_=type_,
            webhook_id=webhook_id,
        )


        delivery.additional_properties = d
        return delivery

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
