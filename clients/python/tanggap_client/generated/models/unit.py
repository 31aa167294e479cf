from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.unit_names import UnitNames





T = TypeVar("T", bound="Unit")



@_attrs_define
class Unit:
    """ A handling party or verifier. `area` null means the whole city.

        Attributes:
            area (None | str):
            code (str):
            kind (str):
            name (str):
            names (UnitNames):
            parent (None | str):
     """

    area: None | str
    code: str
    kind: str
    name: str
    names: UnitNames
    parent: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.unit_names import UnitNames # noqa: PLC0415
        area: None | str
        area = self.area

        code = self.code

        kind = self.kind

        name = self.name

        names = self.names.to_dict()

        parent: None | str
        parent = self.parent


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "area": area,
            "code": code,
            "kind": kind,
            "name": name,
            "names": names,
            "parent": parent,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.unit_names import UnitNames # noqa: PLC0415
        d = dict(src_dict)
        def _parse_area(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        area = _parse_area(d.pop("area"))


        code = d.pop("code")

        kind = d.pop("kind")

        name = d.pop("name")

        names = UnitNames.from_dict(d.pop("names"))




        def _parse_parent(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        parent = _parse_parent(d.pop("parent"))


        unit = cls(
            area=area,
            code=code,
            kind=kind,
            name=name,
            names=names,
            parent=parent,
        )


        unit.additional_properties = d
        return unit

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
