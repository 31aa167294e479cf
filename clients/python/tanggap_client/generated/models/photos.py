from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.sized_photo import SizedPhoto





T = TypeVar("T", bound="Photos")



@_attrs_define
class Photos:
    """ The photos of a report that everybody may see.

        Attributes:
            code (str):
            photos (list[SizedPhoto]):
     """

    code: str
    photos: list[SizedPhoto]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.sized_photo import SizedPhoto # noqa: PLC0415
        code = self.code

        photos = []
        for photos_item_data in self.photos:
            photos_item = photos_item_data.to_dict()
            photos.append(photos_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "code": code,
            "photos": photos,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.sized_photo import SizedPhoto # noqa: PLC0415
        d = dict(src_dict)
        code = d.pop("code")

        photos = []
        _photos = d.pop("photos")
        for photos_item_data in (_photos):
            photos_item = SizedPhoto.from_dict(photos_item_data)



            photos.append(photos_item)


        photos = cls(
            code=code,
            photos=photos,
        )


        photos.additional_properties = d
        return photos

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
