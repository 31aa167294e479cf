from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.part_number import PartNumber
  from ..models.told import Told





T = TypeVar("T", bound="Parts")



@_attrs_define
class Parts:
    """ One indicator of a selection, divided.

        Attributes:
            by (str):
            indicator (str):
            parts (list[PartNumber]):
            selection (Told): The selection that was understood.
     """

    by: str
    indicator: str
    parts: list[PartNumber]
    selection: Told
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.part_number import PartNumber # noqa: PLC0415
        from ..models.told import Told # noqa: PLC0415
        by = self.by

        indicator = self.indicator

        parts = []
        for parts_item_data in self.parts:
            parts_item = parts_item_data.to_dict()
            parts.append(parts_item)



        selection = self.selection.to_dict()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "by": by,
            "indicator": indicator,
            "parts": parts,
            "selection": selection,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.part_number import PartNumber # noqa: PLC0415
        from ..models.told import Told # noqa: PLC0415
        d = dict(src_dict)
        by = d.pop("by")

        indicator = d.pop("indicator")

        parts = []
        _parts = d.pop("parts")
        for parts_item_data in (_parts):
            parts_item = PartNumber.from_dict(parts_item_data)



            parts.append(parts_item)


        selection = Told.from_dict(d.pop("selection"))




        parts = cls(
            by=by,
            indicator=indicator,
            parts=parts,
            selection=selection,
        )


        parts.additional_properties = d
        return parts

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
