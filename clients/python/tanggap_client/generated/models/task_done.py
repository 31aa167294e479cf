from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.task_state import TaskState






T = TypeVar("T", bound="TaskDone")



@_attrs_define
class TaskDone:
    """ What an act on a task left.

        Attributes:
            etag (str):
            number (int):
            report (str):
            status (TaskState): Where a part-task stands: what one unit asked another to do for a report. The last four are
                final.
            status_label (str):
     """

    etag: str
    number: int
    report: str
    status: TaskState
    status_label: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        etag = self.etag

        number = self.number

        report = self.report

        status = self.status.value

        status_label = self.status_label


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "etag": etag,
            "number": number,
            "report": report,
            "status": status,
            "status_label": status_label,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        etag = d.pop("etag")

        number = d.pop("number")

        report = d.pop("report")

        status = TaskState(d.pop("status"))




        status_label = d.pop("status_label")

        task_done = cls(
            etag=etag,
            number=number,
            report=report,
            status=status,
            status_label=status_label,
        )


        task_done.additional_properties = d
        return task_done

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
