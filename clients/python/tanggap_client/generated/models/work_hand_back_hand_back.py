from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="WorkHandBackHandBack")



@_attrs_define
class WorkHandBackHandBack:
    """ Not this unit's task.

        Attributes:
            message (str):
            note (str | Unset): For those who handle the report alone. Default: ''.
            unit (str | Unset): Whose task it is; empty: the coordinator decides. Default: ''.
     """

    message: str
    note: str | Unset = ''
    unit: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        message = self.message

        note = self.note

        unit = self.unit


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "message": message,
        })
        if note is not UNSET:
            field_dict["note"] = note
        if unit is not UNSET:
            field_dict["unit"] = unit

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        message = d.pop("message")

        note = d.pop("note", UNSET)

        unit = d.pop("unit", UNSET)

        work_hand_back_hand_back = cls(
            message=message,
            note=note,
            unit=unit,
        )

        return work_hand_back_hand_back
