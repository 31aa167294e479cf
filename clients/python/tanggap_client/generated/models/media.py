from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime






T = TypeVar("T", bound="Media")



@_attrs_define
class Media:
    """ A photo that was sent ahead. `id` stands for it in `media` of a report or an act, until `expires_at`, for the same
    program.

        Attributes:
            expires_at (datetime.datetime):
            height (int):
            id (str):
            size (int):
            width (int):
     """

    expires_at: datetime.datetime
    height: int
    id: str
    size: int
    width: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        expires_at = self.expires_at.isoformat()

        height = self.height

        id = self.id

        size = self.size

        width = self.width


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "expires_at": expires_at,
            "height": height,
            "id": id,
            "size": size,
            "width": width,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))




        height = d.pop("height")

        id = d.pop("id")

        size = d.pop("size")

        width = d.pop("width")

        media = cls(
            expires_at=expires_at,
            height=height,
            id=id,
            size=size,
            width=width,
        )


        media.additional_properties = d
        return media

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
