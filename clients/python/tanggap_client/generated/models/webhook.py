from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.webhook_state import WebhookState
from ..models.webhook_why import WebhookWhy
from typing import cast
import datetime






T = TypeVar("T", bound="Webhook")



@_attrs_define
class Webhook:
    """ A subscription. `lag_seconds` is how long the event at the head of its line waits; `waiting` counts up to 10,000.

        Attributes:
            areas (list[str]):
            categories (list[str]):
            channels (list[str]):
            dead (int):
            delivered_at (None | str):
            failing_since (None | str):
            id (str):
            label (str):
            lag_seconds (int):
            made_at (datetime.datetime):
            next_try_at (None | str):
            previous_secret_until (None | str):
            state (WebhookState):
            trouble (str):
            types (list[str]):
            units (list[str]):
            url (str):
            waiting (int):
            why (WebhookWhy):
     """

    areas: list[str]
    categories: list[str]
    channels: list[str]
    dead: int
    delivered_at: None | str
    failing_since: None | str
    id: str
    label: str
    lag_seconds: int
    made_at: datetime.datetime
    next_try_at: None | str
    previous_secret_until: None | str
    state: WebhookState
    trouble: str
    types: list[str]
    units: list[str]
    url: str
    waiting: int
    why: WebhookWhy
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        areas = self.areas



        categories = self.categories



        channels = self.channels



        dead = self.dead

        delivered_at: None | str
        delivered_at = self.delivered_at

        failing_since: None | str
        failing_since = self.failing_since

        id = self.id

        label = self.label

        lag_seconds = self.lag_seconds

        made_at = self.made_at.isoformat()

        next_try_at: None | str
        next_try_at = self.next_try_at

        previous_secret_until: None | str
        previous_secret_until = self.previous_secret_until

        state = self.state.value

        trouble = self.trouble

        types = self.types



        units = self.units



        url = self.url

        waiting = self.waiting

        why = self.why.value


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "areas": areas,
            "categories": categories,
            "channels": channels,
            "dead": dead,
            "delivered_at": delivered_at,
            "failing_since": failing_since,
            "id": id,
            "label": label,
            "lag_seconds": lag_seconds,
            "made_at": made_at,
            "next_try_at": next_try_at,
            "previous_secret_until": previous_secret_until,
            "state": state,
            "trouble": trouble,
            "types": types,
            "units": units,
            "url": url,
            "waiting": waiting,
            "why": why,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        areas = cast(list[str], d.pop("areas"))


        categories = cast(list[str], d.pop("categories"))


        channels = cast(list[str], d.pop("channels"))


        dead = d.pop("dead")

        def _parse_delivered_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        delivered_at = _parse_delivered_at(d.pop("delivered_at"))


        def _parse_failing_since(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        failing_since = _parse_failing_since(d.pop("failing_since"))


        id = d.pop("id")

        label = d.pop("label")

        lag_seconds = d.pop("lag_seconds")

        made_at = datetime.datetime.fromisoformat(d.pop("made_at"))




        def _parse_next_try_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_try_at = _parse_next_try_at(d.pop("next_try_at"))


        def _parse_previous_secret_until(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        previous_secret_until = _parse_previous_secret_until(d.pop("previous_secret_until"))


        state = WebhookState(d.pop("state"))




        trouble = d.pop("trouble")

        types = cast(list[str], d.pop("types"))


        units = cast(list[str], d.pop("units"))


        url = d.pop("url")

        waiting = d.pop("waiting")

        why = WebhookWhy(d.pop("why"))




        webhook = cls(
            areas=areas,
            categories=categories,
            channels=channels,
            dead=dead,
            delivered_at=delivered_at,
            failing_since=failing_since,
            id=id,
            label=label,
            lag_seconds=lag_seconds,
            made_at=made_at,
            next_try_at=next_try_at,
            previous_secret_until=previous_secret_until,
            state=state,
            trouble=trouble,
            types=types,
            units=units,
            url=url,
            waiting=waiting,
            why=why,
        )


        webhook.additional_properties = d
        return webhook

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
