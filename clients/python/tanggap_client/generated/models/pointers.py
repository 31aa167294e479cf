from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="Pointers")



@_attrs_define
class Pointers:
    """ Where the open data are: files to take home, without a key.

        Attributes:
            catalog (str):
            licence_note (str):
            page (str):
            reports (str):
     """

    catalog: str
    licence_note: str
    page: str
    reports: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        catalog = self.catalog

        licence_note = self.licence_note

        page = self.page

        reports = self.reports


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "catalog": catalog,
            "licence_note": licence_note,
            "page": page,
            "reports": reports,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        catalog = d.pop("catalog")

        licence_note = d.pop("licence_note")

        page = d.pop("page")

        reports = d.pop("reports")

        pointers = cls(
            catalog=catalog,
            licence_note=licence_note,
            page=page,
            reports=reports,
        )


        pointers.additional_properties = d
        return pointers

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
