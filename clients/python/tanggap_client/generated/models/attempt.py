from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime






T = TypeVar("T", bound="Attempt")



@_attrs_define
class Attempt:
    """ One request to the receiver. `status` is null where no answer came, `answer` its first bytes, screened.

        Attributes:
            answer (str):
            at (datetime.datetime):
            event (int | None):
            milliseconds (int):
            ok (bool):
            status (int | None):
            trouble (str):
            type_ (str):
     """

    answer: str
    at: datetime.datetime
    event: int | None
    milliseconds: int
    ok: bool
    status: int | None
    trouble: str
    type_: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        answer = self.answer

        at = self.at.isoformat()

        event: int | None
        event = self.event

        milliseconds = self.milliseconds

        ok = self.ok

        status: int | None
        status = self.status

        trouble = self.trouble

        type_ = self.type_


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "answer": answer,
            "at": at,
            "event": event,
            "milliseconds": milliseconds,
            "ok": ok,
            "status": status,
            "trouble": trouble,
            "type": type_,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        answer = d.pop("answer")

        at = datetime.datetime.fromisoformat(d.pop("at"))




        def _parse_event(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        event = _parse_event(d.pop("event"))


        milliseconds = d.pop("milliseconds")

        ok = d.pop("ok")

        def _parse_status(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        status = _parse_status(d.pop("status"))


        trouble = d.pop("trouble")

        type_ = d.pop("type")

        attempt = cls(
            answer=answer,
            at=at,
            event=event,
            milliseconds=milliseconds,
            ok=ok,
            status=status,
            trouble=trouble,
            type_=type_,
        )


        attempt.additional_properties = d
        return attempt

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
