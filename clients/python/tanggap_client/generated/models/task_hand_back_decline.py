from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.task_hand_back_decline_reason import TaskHandBackDeclineReason






T = TypeVar("T", bound="TaskHandBackDecline")



@_attrs_define
class TaskHandBackDecline:
    """ The part is not taken on, or given back.

        Attributes:
            message (str):
            reason (TaskHandBackDeclineReason):
     """

    message: str
    reason: TaskHandBackDeclineReason





    def to_dict(self) -> dict[str, Any]:
        message = self.message

        reason = self.reason.value


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "message": message,
            "reason": reason,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        message = d.pop("message")

        reason = TaskHandBackDeclineReason(d.pop("reason"))




        task_hand_back_decline = cls(
            message=message,
            reason=reason,
        )

        return task_hand_back_decline
