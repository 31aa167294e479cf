from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.photo_shows import PhotoShows






T = TypeVar("T", bound="Photo")



@_attrs_define
class Photo:
    """ A photo that everybody may see.

        Attributes:
            height (int):
            shows (PhotoShows):
            thumb_url (str):
            url (str):
            width (int):
     """

    height: int
    shows: PhotoShows
    thumb_url: str
    url: str
    width: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        height = self.height

        shows = self.shows.value

        thumb_url = self.thumb_url

        url = self.url

        width = self.width


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "height": height,
            "shows": shows,
            "thumb_url": thumb_url,
            "url": url,
            "width": width,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        height = d.pop("height")

        shows = PhotoShows(d.pop("shows"))




        thumb_url = d.pop("thumb_url")

        url = d.pop("url")

        width = d.pop("width")

        photo = cls(
            height=height,
            shows=shows,
            thumb_url=thumb_url,
            url=url,
            width=width,
        )


        photo.additional_properties = d
        return photo

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
