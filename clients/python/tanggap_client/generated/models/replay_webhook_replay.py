from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="ReplayWebhookReplay")



@_attrs_define
class ReplayWebhookReplay:
    """ From where on everything goes again: exactly one of these.

        Attributes:
            cursor (None | str | Unset): The `cursor` of an event or a page; what is behind it goes.
            event (int | None | Unset): The id of an event; it goes again, too.
            since (None | str | Unset): An instant, ISO 8601 with its zone.
     """

    cursor: None | str | Unset = UNSET
    event: int | None | Unset = UNSET
    since: None | str | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        cursor: None | str | Unset
        if isinstance(self.cursor, Unset):
            cursor = UNSET
        else:
            cursor = self.cursor

        event: int | None | Unset
        if isinstance(self.event, Unset):
            event = UNSET
        else:
            event = self.event

        since: None | str | Unset
        if isinstance(self.since, Unset):
            since = UNSET
        else:
            since = self.since


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if cursor is not UNSET:
            field_dict["cursor"] = cursor
        if event is not UNSET:
            field_dict["event"] = event
        if since is not UNSET:
            field_dict["since"] = since

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_cursor(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cursor = _parse_cursor(d.pop("cursor", UNSET))


        def _parse_event(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        event = _parse_event(d.pop("event", UNSET))


        def _parse_since(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        since = _parse_since(d.pop("since", UNSET))


        replay_webhook_replay = cls(
            cursor=cursor,
            event=event,
            since=since,
        )

        return replay_webhook_replay
