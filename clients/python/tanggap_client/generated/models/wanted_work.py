from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.state import State
from ..models.wanted_work_due_type_0 import WantedWorkDueType0
from ..models.wanted_work_view import WantedWorkView
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.wanted_work_sort import WantedWorkSort





T = TypeVar("T", bound="WantedWork")



@_attrs_define
class WantedWork:
    """ What the unit's list is narrowed to.

        Attributes:
            after (None | str | Unset): The cursor in `next` of the page before.
            area (None | str | Unset): Code of an area of any level.
            category (None | str | Unset): Code of a category or of a group of them.
            due (None | Unset | WantedWorkDueType0): How soon the next promise is due.
            limit (int | Unset):  Default: 50.
            sort (WantedWorkSort | Unset):
            status (None | State | Unset):
            view (WantedWorkView | Unset): As at the desk; `unit` is all open reports. Default: WantedWorkView.UNIT.
     """

    after: None | str | Unset = UNSET
    area: None | str | Unset = UNSET
    category: None | str | Unset = UNSET
    due: None | Unset | WantedWorkDueType0 = UNSET
    limit: int | Unset = 50
    sort: WantedWorkSort | Unset = UNSET
    status: None | State | Unset = UNSET
    view: WantedWorkView | Unset = WantedWorkView.UNIT
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.wanted_work_sort import WantedWorkSort # noqa: PLC0415
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

        category: None | str | Unset
        if isinstance(self.category, Unset):
            category = UNSET
        else:
            category = self.category

        due: None | str | Unset
        if isinstance(self.due, Unset):
            due = UNSET
        elif isinstance(self.due, WantedWorkDueType0):
            due = self.due.value
        else:
            due = self.due

        limit = self.limit

        sort: dict[str, Any] | Unset = UNSET
        if not isinstance(self.sort, Unset):
            sort = self.sort.to_dict()

        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        elif isinstance(self.status, State):
            status = self.status.value
        else:
            status = self.status

        view: str | Unset = UNSET
        if not isinstance(self.view, Unset):
            view = self.view.value



        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
        })
        if after is not UNSET:
            field_dict["after"] = after
        if area is not UNSET:
            field_dict["area"] = area
        if category is not UNSET:
            field_dict["category"] = category
        if due is not UNSET:
            field_dict["due"] = due
        if limit is not UNSET:
            field_dict["limit"] = limit
        if sort is not UNSET:
            field_dict["sort"] = sort
        if status is not UNSET:
            field_dict["status"] = status
        if view is not UNSET:
            field_dict["view"] = view

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.wanted_work_sort import WantedWorkSort # noqa: PLC0415
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


        def _parse_category(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        category = _parse_category(d.pop("category", UNSET))


        def _parse_due(data: object) -> None | Unset | WantedWorkDueType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                due_type_0 = WantedWorkDueType0(data)



                return due_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | WantedWorkDueType0, data)

        due = _parse_due(d.pop("due", UNSET))


        limit = d.pop("limit", UNSET)

        _sort = d.pop("sort", UNSET)
        sort: WantedWorkSort | Unset
        if isinstance(_sort,  Unset):
            sort = UNSET
        else:
            sort = WantedWorkSort.from_dict(_sort)




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


        _view = d.pop("view", UNSET)
        view: WantedWorkView | Unset
        if isinstance(_view,  Unset):
            view = UNSET
        else:
            view = WantedWorkView(_view)




        wanted_work = cls(
            after=after,
            area=area,
            category=category,
            due=due,
            limit=limit,
            sort=sort,
            status=status,
            view=view,
        )


        wanted_work.additional_properties = d
        return wanted_work

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
