from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.wanted_deliveries_state_type_0 import WantedDeliveriesStateType0
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="WantedDeliveries")



@_attrs_define
class WantedDeliveries:
    """ Which deliveries are listed.

        Attributes:
            after (None | str | Unset):
            limit (int | Unset):  Default: 50.
            state (None | Unset | WantedDeliveriesStateType0):
     """

    after: None | str | Unset = UNSET
    limit: int | Unset = 50
    state: None | Unset | WantedDeliveriesStateType0 = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        after: None | str | Unset
        if isinstance(self.after, Unset):
            after = UNSET
        else:
            after = self.after

        limit = self.limit

        state: None | str | Unset
        if isinstance(self.state, Unset):
            state = UNSET
        elif isinstance(self.state, WantedDeliveriesStateType0):
            state = self.state.value
        else:
            state = self.state


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
        })
        if after is not UNSET:
            field_dict["after"] = after
        if limit is not UNSET:
            field_dict["limit"] = limit
        if state is not UNSET:
            field_dict["state"] = state

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


        limit = d.pop("limit", UNSET)

        def _parse_state(data: object) -> None | Unset | WantedDeliveriesStateType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                state_type_0 = WantedDeliveriesStateType0(data)



                return state_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | WantedDeliveriesStateType0, data)

        state = _parse_state(d.pop("state", UNSET))


        wanted_deliveries = cls(
            after=after,
            limit=limit,
            state=state,
        )


        wanted_deliveries.additional_properties = d
        return wanted_deliveries

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
