from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.sized_photo_shows import SizedPhotoShows
from typing import cast

if TYPE_CHECKING:
  from ..models.size import Size





T = TypeVar("T", bound="SizedPhoto")



@_attrs_define
class SizedPhoto:
    """ A photo with every size in which it is there.

        Attributes:
            height (int):
            id (str):
            shows (SizedPhotoShows):
            sizes (list[Size]):
            thumb_url (str):
            url (str):
            width (int):
     """

    height: int
    id: str
    shows: SizedPhotoShows
    sizes: list[Size]
    thumb_url: str
    url: str
    width: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.size import Size # noqa: PLC0415
        height = self.height

        id = self.id

        shows = self.shows.value

        sizes = []
        for sizes_item_data in self.sizes:
            sizes_item = sizes_item_data.to_dict()
            sizes.append(sizes_item)



        thumb_url = self.thumb_url

        url = self.url

        width = self.width


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "height": height,
            "id": id,
            "shows": shows,
            "sizes": sizes,
            "thumb_url": thumb_url,
            "url": url,
            "width": width,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.size import Size # noqa: PLC0415
        d = dict(src_dict)
        height = d.pop("height")

        id = d.pop("id")

        shows = SizedPhotoShows(d.pop("shows"))




        sizes = []
        _sizes = d.pop("sizes")
        for sizes_item_data in (_sizes):
            sizes_item = Size.from_dict(sizes_item_data)



            sizes.append(sizes_item)


        thumb_url = d.pop("thumb_url")

        url = d.pop("url")

        width = d.pop("width")

        sized_photo = cls(
            height=height,
            id=id,
            shows=shows,
            sizes=sizes,
            thumb_url=thumb_url,
            url=url,
            width=width,
        )


        sized_photo.additional_properties = d
        return sized_photo

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
