from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="WorkStartStart")



@_attrs_define
class WorkStartStart:
    """ Work begins; photos show the place as it was found.

        Attributes:
            media (list[str] | Unset): Photos that were sent ahead: the `id` of each from `/api/v1/media`.
            message (str | Unset): For everybody to read. Default: ''.
            note (str | Unset): For those who handle the report alone. Default: ''.
     """

    media: list[str] | Unset = UNSET
    message: str | Unset = ''
    note: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        media: list[str] | Unset = UNSET
        if not isinstance(self.media, Unset):
            media = self.media



        message = self.message

        note = self.note


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if media is not UNSET:
            field_dict["media"] = media
        if message is not UNSET:
            field_dict["message"] = message
        if note is not UNSET:
            field_dict["note"] = note

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        media = cast(list[str], d.pop("media", UNSET))


        message = d.pop("message", UNSET)

        note = d.pop("note", UNSET)

        work_start_start = cls(
            media=media,
            message=message,
            note=note,
        )

        return work_start_start
