from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="WorkReferRefer")



@_attrs_define
class WorkReferRefer:
    """ Another body is responsible: one of the city's list, or one that is named with how to reach it.

        Attributes:
            message (str):
            body (str | Unset):  Default: ''.
            contact (str | Unset):  Default: ''.
            name (str | Unset):  Default: ''.
            note (str | Unset): For those who handle the report alone. Default: ''.
     """

    message: str
    body: str | Unset = ''
    contact: str | Unset = ''
    name: str | Unset = ''
    note: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        message = self.message

        body = self.body

        contact = self.contact

        name = self.name

        note = self.note


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "message": message,
        })
        if body is not UNSET:
            field_dict["body"] = body
        if contact is not UNSET:
            field_dict["contact"] = contact
        if name is not UNSET:
            field_dict["name"] = name
        if note is not UNSET:
            field_dict["note"] = note

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        message = d.pop("message")

        body = d.pop("body", UNSET)

        contact = d.pop("contact", UNSET)

        name = d.pop("name", UNSET)

        note = d.pop("note", UNSET)

        work_refer_refer = cls(
            message=message,
            body=body,
            contact=contact,
            name=name,
            note=note,
        )

        return work_refer_refer
