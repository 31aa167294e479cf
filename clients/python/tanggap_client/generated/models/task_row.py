from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.task_state import TaskState
from typing import cast
import datetime






T = TypeVar("T", bound="TaskRow")



@_attrs_define
class TaskRow:
    """ A task in the unit's list.

        Attributes:
            asked_at (datetime.datetime):
            asked_by (str):
            category (str):
            closed_at (None | str):
            due_at (datetime.datetime):
            etag (str):
            number (int):
            place (str):
            report (str):
            request (str):
            status (TaskState): Where a part-task stands: what one unit asked another to do for a report. The last four are
                final.
            status_label (str):
            unit (str):
            url (str):
     """

    asked_at: datetime.datetime
    asked_by: str
    category: str
    closed_at: None | str
    due_at: datetime.datetime
    etag: str
    number: int
    place: str
    report: str
    request: str
    status: TaskState
    status_label: str
    unit: str
    url: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        asked_at = self.asked_at.isoformat()

        asked_by = self.asked_by

        category = self.category

        closed_at: None | str
        closed_at = self.closed_at

        due_at = self.due_at.isoformat()

        etag = self.etag

        number = self.number

        place = self.place

        report = self.report

        request = self.request

        status = self.status.value

        status_label = self.status_label

        unit = self.unit

        url = self.url


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "asked_at": asked_at,
            "asked_by": asked_by,
            "category": category,
            "closed_at": closed_at,
            "due_at": due_at,
            "etag": etag,
            "number": number,
            "place": place,
            "report": report,
            "request": request,
            "status": status,
            "status_label": status_label,
            "unit": unit,
            "url": url,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        asked_at = datetime.datetime.fromisoformat(d.pop("asked_at"))




        asked_by = d.pop("asked_by")

        category = d.pop("category")

        def _parse_closed_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        closed_at = _parse_closed_at(d.pop("closed_at"))


        due_at = datetime.datetime.fromisoformat(d.pop("due_at"))




        etag = d.pop("etag")

        number = d.pop("number")

        place = d.pop("place")

        report = d.pop("report")

        request = d.pop("request")

        status = TaskState(d.pop("status"))




        status_label = d.pop("status_label")

        unit = d.pop("unit")

        url = d.pop("url")

        task_row = cls(
            asked_at=asked_at,
            asked_by=asked_by,
            category=category,
            closed_at=closed_at,
            due_at=due_at,
            etag=etag,
            number=number,
            place=place,
            report=report,
            request=request,
            status=status,
            status_label=status_label,
            unit=unit,
            url=url,
        )


        task_row.additional_properties = d
        return task_row

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
