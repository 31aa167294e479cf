from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.state import State
from typing import cast
import datetime






T = TypeVar("T", bound="Event")



@_attrs_define
class Event:
    """ One line of a report's public history. Units act, persons are not named.

        Attributes:
            actor (str):
            at (datetime.datetime):
            kind (str):
            label (str):
            message (str):
            status (State): Where a report stands. `reports/lifecycle.py` says how it gets there.
            version (int):
     """

    actor: str
    at: datetime.datetime
    kind: str
    label: str
    message: str
    status: State
    version: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        actor = self.actor

        at = self.at.isoformat()

        kind = self.kind

        label = self.label

        message = self.message

        status = self.status.value

        version = self.version


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "actor": actor,
            "at": at,
            "kind": kind,
            "label": label,
            "message": message,
            "status": status,
            "version": version,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        actor = d.pop("actor")

        at = datetime.datetime.fromisoformat(d.pop("at"))




        kind = d.pop("kind")

        label = d.pop("label")

        message = d.pop("message")

        status = State(d.pop("status"))




        version = d.pop("version")

        event = cls(
            actor=actor,
            at=at,
            kind=kind,
            label=label,
            message=message,
            status=status,
            version=version,
        )


        event.additional_properties = d
        return event

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
