from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="WorkClaimDoneClaimDone")



@_attrs_define
class WorkClaimDoneClaimDone:
    """ The work is done: with the photos that the category asks for.

        Attributes:
            message (str): For everybody to read.
            materials (str | Unset): What was used up, for the unit and the validator. Default: ''.
            media (list[str] | Unset): Photos that were sent ahead: the `id` of each from `/api/v1/media`.
            note (str | Unset): For those who handle the report alone. Default: ''.
     """

    message: str
    materials: str | Unset = ''
    media: list[str] | Unset = UNSET
    note: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        message = self.message

        materials = self.materials

        media: list[str] | Unset = UNSET
        if not isinstance(self.media, Unset):
            media = self.media



        note = self.note


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "message": message,
        })
        if materials is not UNSET:
            field_dict["materials"] = materials
        if media is not UNSET:
            field_dict["media"] = media
        if note is not UNSET:
            field_dict["note"] = note

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        message = d.pop("message")

        materials = d.pop("materials", UNSET)

        media = cast(list[str], d.pop("media", UNSET))


        note = d.pop("note", UNSET)

        work_claim_done_claim_done = cls(
            message=message,
            materials=materials,
            media=media,
            note=note,
        )

        return work_claim_done_claim_done
