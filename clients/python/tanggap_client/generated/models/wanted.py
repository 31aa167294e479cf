from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.state import State
from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="Wanted")



@_attrs_define
class Wanted:
    """ What the list is narrowed to.

        Attributes:
            after (None | str | Unset): The cursor in `next` of the page before.
            area (None | str | Unset): Code of an area of any level.
            bbox (None | str | Unset): A box in degrees: west, south, east, north, with commas.
            category (None | str | Unset): Code of a category or of a group of them.
            channel (None | str | Unset): Code of the channel by which it came.
            limit (int | Unset):  Default: 30.
            open_ (bool | None | Unset): true: somebody still works on it.
            since (datetime.date | None | Unset): First local day of receipt.
            status (None | State | Unset):
            unit (None | str | Unset): Code of the unit that answers for it.
            until (datetime.date | None | Unset): Last local day of receipt.
            words (None | str | Unset): Words that the public text says.
     """

    after: None | str | Unset = UNSET
    area: None | str | Unset = UNSET
    bbox: None | str | Unset = UNSET
    category: None | str | Unset = UNSET
    channel: None | str | Unset = UNSET
    limit: int | Unset = 30
    open_: bool | None | Unset = UNSET
    since: datetime.date | None | Unset = UNSET
    status: None | State | Unset = UNSET
    unit: None | str | Unset = UNSET
    until: datetime.date | None | Unset = UNSET
    words: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        after: None | str | Unset
        if isinstance(self.after, Unset):
            after = UNSET
        else:
            after = self.after

        area: None | str | Unset
        if isinstance(self.area, Unset):
            area = UNSET
        else:
            area = self.area

        bbox: None | str | Unset
        if isinstance(self.bbox, Unset):
            bbox = UNSET
        else:
            bbox = self.bbox

        category: None | str | Unset
        if isinstance(self.category, Unset):
            category = UNSET
        else:
            category = self.category

        channel: None | str | Unset
        if isinstance(self.channel, Unset):
            channel = UNSET
        else:
            channel = self.channel

        limit = self.limit

        open_: bool | None | Unset
        if isinstance(self.open_, Unset):
            open_ = UNSET
        else:
            open_ = self.open_

        since: None | str | Unset
        if isinstance(self.since, Unset):
            since = UNSET
        elif isinstance(self.since, datetime.date):
            since = self.since.isoformat()
        else:
            since = self.since

        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        elif isinstance(self.status, State):
            status = self.status.value
        else:
            status = self.status

        unit: None | str | Unset
        if isinstance(self.unit, Unset):
            unit = UNSET
        else:
            unit = self.unit

        until: None | str | Unset
        if isinstance(self.until, Unset):
            until = UNSET
        elif isinstance(self.until, datetime.date):
            until = self.until.isoformat()
        else:
            until = self.until

        words: None | str | Unset
        if isinstance(self.words, Unset):
            words = UNSET
        else:
            words = self.words


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
        })
        if after is not UNSET:
            field_dict["after"] = after
        if area is not UNSET:
            field_dict["area"] = area
        if bbox is not UNSET:
            field_dict["bbox"] = bbox
        if category is not UNSET:
            field_dict["category"] = category
        if channel is not UNSET:
            field_dict["channel"] = channel
        if limit is not UNSET:
            field_dict["limit"] = limit
        if open_ is not UNSET:
            field_dict["open"] = open_
        if since is not UNSET:
            field_dict["since"] = since
        if status is not UNSET:
            field_dict["status"] = status
        if unit is not UNSET:
            field_dict["unit"] = unit
        if until is not UNSET:
            field_dict["until"] = until
        if words is not UNSET:
            field_dict["words"] = words

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_after(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        after = _parse_after(d.pop("after", UNSET))


        def _parse_area(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        area = _parse_area(d.pop("area", UNSET))


        def _parse_bbox(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        bbox = _parse_bbox(d.pop("bbox", UNSET))


        def _parse_category(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        category = _parse_category(d.pop("category", UNSET))


        def _parse_channel(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        channel = _parse_channel(d.pop("channel", UNSET))


        limit = d.pop("limit", UNSET)

        def _parse_open_(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        open_ = _parse_open_(d.pop("open", UNSET))


        def _parse_since(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                since_type_0 = datetime.date.fromisoformat(data)



                return since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        since = _parse_since(d.pop("since", UNSET))


        def _parse_status(data: object) -> None | State | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_type_0 = State(data)



                return status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | State | Unset, data)

        status = _parse_status(d.pop("status", UNSET))


        def _parse_unit(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        unit = _parse_unit(d.pop("unit", UNSET))


        def _parse_until(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                until_type_0 = datetime.date.fromisoformat(data)



                return until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        until = _parse_until(d.pop("until", UNSET))


        def _parse_words(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        words = _parse_words(d.pop("words", UNSET))


        wanted = cls(
            after=after,
            area=area,
            bbox=bbox,
            category=category,
            channel=channel,
            limit=limit,
            open_=open_,
            since=since,
            status=status,
            unit=unit,
            until=until,
            words=words,
        )


        wanted.additional_properties = d
        return wanted

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
