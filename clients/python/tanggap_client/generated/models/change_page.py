from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.changed import Changed





T = TypeVar("T", bound="ChangePage")



@_attrs_define
class ChangePage:
    """ Reports that changed, oldest change first, and codes that the public sees no more. `cursor` goes on behind them.

        Attributes:
            cursor (str):
            end (bool):
            gone (list[str]):
            next_ (str):
            reports (list[Changed]):
     """

    cursor: str
    end: bool
    gone: list[str]
    next_: str
    reports: list[Changed]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.changed import Changed # noqa: PLC0415
        cursor = self.cursor

        end = self.end

        gone = self.gone



        next_ = self.next_

        reports = []
        for reports_item_data in self.reports:
            reports_item = reports_item_data.to_dict()
            reports.append(reports_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "cursor": cursor,
            "end": end,
            "gone": gone,
            "next": next_,
            "reports": reports,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.changed import Changed # noqa: PLC0415
        d = dict(src_dict)
        cursor = d.pop("cursor")

        end = d.pop("end")

        gone = cast(list[str], d.pop("gone"))


        next_ = d.pop("next")

        reports = []
        _reports = d.pop("reports")
        for reports_item_data in (_reports):
            reports_item = Changed.from_dict(reports_item_data)



            reports.append(reports_item)


        change_page = cls(
            cursor=cursor,
            end=end,
            gone=gone,
            next_=next_,
            reports=reports,
        )


        change_page.additional_properties = d
        return change_page

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
