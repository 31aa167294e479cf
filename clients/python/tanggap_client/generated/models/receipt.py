from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.receipt_visibility import ReceiptVisibility
from ..models.state import State
from typing import cast

if TYPE_CHECKING:
  from ..models.due import Due
  from ..models.named import Named





T = TypeVar("T", bound="Receipt")



@_attrs_define
class Receipt:
    """ What the reporter gets back. `private_url` is for the reporter alone: who has it can answer, rate and reopen.

        Attributes:
            area (Named | None):
            code (str):
            due (Due): What is promised: when the first answer and the solution are due (UTC).
            private_url (None | str):
            receipt (None | str): A note signed by the key of the public log: that this report came. Kept, it proves a
                report that was dropped (`/ledger/`).
            status (State): Where a report stands. `reports/lifecycle.py` says how it gets there.
            track_url (str):
            unit (Named): Something of the city with its code and its name in the language of the request.
            visibility (ReceiptVisibility):
     """

    area: Named | None
    code: str
    due: Due
    private_url: None | str
    receipt: None | str
    status: State
    track_url: str
    unit: Named
    visibility: ReceiptVisibility
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.due import Due # noqa: PLC0415
        from ..models.named import Named # noqa: PLC0415
        area: dict[str, Any] | None
        if isinstance(self.area, Named):
            area = self.area.to_dict()
        else:
            area = self.area

        code = self.code

        due = self.due.to_dict()

        private_url: None | str
        private_url = self.private_url

        receipt: None | str
        receipt = self.receipt

        status = self.status.value

        track_url = self.track_url

        unit = self.unit.to_dict()

        visibility = self.visibility.value


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "area": area,
            "code": code,
            "due": due,
            "private_url": private_url,
            "receipt": receipt,
            "status": status,
            "track_url": track_url,
            "unit": unit,
            "visibility": visibility,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.due import Due # noqa: PLC0415
        from ..models.named import Named # noqa: PLC0415
        d = dict(src_dict)
        def _parse_area(data: object) -> Named | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                area_type_0 = Named.from_dict(data)



                return area_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Named | None, data)

        area = _parse_area(d.pop("area"))


        code = d.pop("code")

        due = Due.from_dict(d.pop("due"))




        def _parse_private_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        private_url = _parse_private_url(d.pop("private_url"))


        def _parse_receipt(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        receipt = _parse_receipt(d.pop("receipt"))


        status = State(d.pop("status"))




        track_url = d.pop("track_url")

        unit = Named.from_dict(d.pop("unit"))




        visibility = ReceiptVisibility(d.pop("visibility"))




        receipt = cls(
            area=area,
            code=code,
            due=due,
            private_url=private_url,
            receipt=receipt,
            status=status,
            track_url=track_url,
            unit=unit,
            visibility=visibility,
        )


        receipt.additional_properties = d
        return receipt

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
