from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.wanted_tasks_view import WantedTasksView
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="WantedTasks")



@_attrs_define
class WantedTasks:
    """ Which of the unit's tasks.

        Attributes:
            after (None | str | Unset): The cursor in `next` of the page before.
            limit (int | Unset):  Default: 50.
            view (WantedTasksView | Unset): `asked` and `accepted` wait for the unit; `done` is closed. Default:
                WantedTasksView.ASKED.
     """

    after: None | str | Unset = UNSET
    limit: int | Unset = 50
    view: WantedTasksView | Unset = WantedTasksView.ASKED
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        after: None | str | Unset
        if isinstance(self.after, Unset):
            after = UNSET
        else:
            after = self.after

        limit = self.limit

        view: str | Unset = UNSET
        if not isinstance(self.view, Unset):
            view = self.view.value



        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
        })
        if after is not UNSET:
            field_dict["after"] = after
        if limit is not UNSET:
            field_dict["limit"] = limit
        if view is not UNSET:
            field_dict["view"] = view

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

        _view = d.pop("view", UNSET)
        view: WantedTasksView | Unset
        if isinstance(_view,  Unset):
            view = UNSET
        else:
            view = WantedTasksView(_view)




        wanted_tasks = cls(
            after=after,
            limit=limit,
            view=view,
        )


        wanted_tasks.additional_properties = d
        return wanted_tasks

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
