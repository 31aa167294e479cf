from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast






T = TypeVar("T", bound="Area")



@_attrs_define
class Area:
    """ An area of the city. Only those with `leaf` true are named in a report.

        Attributes:
            code (str):
            leaf (bool):
            level (str):
            name (str):
            parent (None | str):
     """

    code: str
    leaf: bool
    level: str
    name: str
    parent: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        code = self.code

        leaf = self.leaf

        level = self.level

        name = self.name

        parent: None | str
        parent = self.parent


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "code": code,
            "leaf": leaf,
            "level": level,
            "name": name,
            "parent": parent,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code")

        leaf = d.pop("leaf")

        level = d.pop("level")

        name = d.pop("name")

        def _parse_parent(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        parent = _parse_parent(d.pop("parent"))


        area = cls(
            code=code,
            leaf=leaf,
            level=level,
            name=name,
            parent=parent,
        )


        area.additional_properties = d
        return area

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
