from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.work_row import WorkRow





T = TypeVar("T", bound="WorkPage")



@_attrs_define
class WorkPage:
    """ The unit's reports. `next` is the address of the following page, null on the last one.

        Attributes:
            next_ (None | str):
            reports (list[WorkRow]):
     """

    next_: None | str
    reports: list[WorkRow]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.work_row import WorkRow # noqa: PLC0415
        next_: None | str
        next_ = self.next_

        reports = []
        for reports_item_data in self.reports:
            reports_item = reports_item_data.to_dict()
            reports.append(reports_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "next": next_,
            "reports": reports,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.work_row import WorkRow # noqa: PLC0415
        d = dict(src_dict)
        def _parse_next_(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_ = _parse_next_(d.pop("next"))


        reports = []
        _reports = d.pop("reports")
        for reports_item_data in (_reports):
            reports_item = WorkRow.from_dict(reports_item_data)



            reports.append(reports_item)


        work_page = cls(
            next_=next_,
            reports=reports,
        )


        work_page.additional_properties = d
        return work_page

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
