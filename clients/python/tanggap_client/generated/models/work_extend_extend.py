from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="WorkExtendExtend")



@_attrs_define
class WorkExtendExtend:
    """ A later day is promised.

        Attributes:
            message (str):
            until (datetime.date):
            note (str | Unset): For those who handle the report alone. Default: ''.
     """

    message: str
    until: datetime.date
    note: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        message = self.message

        until = self.until.isoformat()

        note = self.note


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "message": message,
            "until": until,
        })
        if note is not UNSET:
            field_dict["note"] = note

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        message = d.pop("message")

        until = datetime.date.fromisoformat(d.pop("until"))




        note = d.pop("note", UNSET)

        work_extend_extend = cls(
            message=message,
            until=until,
            note=note,
        )

        return work_extend_extend
