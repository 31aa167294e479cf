from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="WorkNoteNote")



@_attrs_define
class WorkNoteNote:
    """ An internal note.

        Attributes:
            note (str):
            media (list[str] | Unset): Photos that were sent ahead: the `id` of each from `/api/v1/media`.
     """

    note: str
    media: list[str] | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        note = self.note

        media: list[str] | Unset = UNSET
        if not isinstance(self.media, Unset):
            media = self.media




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "note": note,
        })
        if media is not UNSET:
            field_dict["media"] = media

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        note = d.pop("note")

        media = cast(list[str], d.pop("media", UNSET))


        work_note_note = cls(
            note=note,
            media=media,
        )

        return work_note_note
