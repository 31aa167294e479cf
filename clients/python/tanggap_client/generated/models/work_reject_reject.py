from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.work_reject_reject_reason import WorkRejectRejectReason
from ..types import UNSET, Unset






T = TypeVar("T", bound="WorkRejectReject")



@_attrs_define
class WorkRejectReject:
    """ Refused, for a reason that the reporter can appeal.

        Attributes:
            message (str):
            reason (WorkRejectRejectReason):
            note (str | Unset): For those who handle the report alone. Default: ''.
     """

    message: str
    reason: WorkRejectRejectReason
    note: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        message = self.message

        reason = self.reason.value

        note = self.note


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "message": message,
            "reason": reason,
        })
        if note is not UNSET:
            field_dict["note"] = note

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        message = d.pop("message")

        reason = WorkRejectRejectReason(d.pop("reason"))




        note = d.pop("note", UNSET)

        work_reject_reject = cls(
            message=message,
            reason=reason,
            note=note,
        )

        return work_reject_reject
