from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.state import State
from typing import cast

if TYPE_CHECKING:
  from ..models.named import Named





T = TypeVar("T", bound="Done")



@_attrs_define
class Done:
    """ What an act left: the report's state and the ETag for the next one.

        Attributes:
            code (str):
            etag (str):
            status (State): Where a report stands. `reports/lifecycle.py` says how it gets there.
            status_label (str):
            unit (Named): Something of the city with its code and its name in the language of the request.
            version (int):
     """

    code: str
    etag: str
    status: State
    status_label: str
    unit: Named
    version: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.named import Named # noqa: PLC0415
        code = self.code

        etag = self.etag

        status = self.status.value

        status_label = self.status_label

        unit = self.unit.to_dict()

        version = self.version


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "code": code,
            "etag": etag,
            "status": status,
            "status_label": status_label,
            "unit": unit,
            "version": version,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.named import Named # noqa: PLC0415
        d = dict(src_dict)
        code = d.pop("code")

        etag = d.pop("etag")

        status = State(d.pop("status"))




        status_label = d.pop("status_label")

        unit = Named.from_dict(d.pop("unit"))




        version = d.pop("version")

        done = cls(
            code=code,
            etag=etag,
            status=status,
            status_label=status_label,
            unit=unit,
            version=version,
        )


        done.additional_properties = d
        return done

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
