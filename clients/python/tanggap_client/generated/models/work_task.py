from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.task_state import TaskState
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.named import Named





T = TypeVar("T", bound="WorkTask")



@_attrs_define
class WorkTask:
    """ What one unit was asked to do for a report. `acts` is what can be done with it now.

        Attributes:
            accept_due_at (datetime.datetime):
            accepted_at (None | str):
            acts (list[str]):
            answer (str):
            asked_at (datetime.datetime):
            asked_by (str):
            closed_at (None | str):
            due_at (datetime.datetime):
            etag (str):
            explanation (str):
            number (int):
            reason (str):
            report (str):
            request (str):
            status (TaskState): Where a part-task stands: what one unit asked another to do for a report. The last four are
                final.
            status_label (str):
            unit (Named): Something of the city with its code and its name in the language of the request.
            url (str):
     """

    accept_due_at: datetime.datetime
    accepted_at: None | str
    acts: list[str]
    answer: str
    asked_at: datetime.datetime
    asked_by: str
    closed_at: None | str
    due_at: datetime.datetime
    etag: str
    explanation: str
    number: int
    reason: str
    report: str
    request: str
    status: TaskState
    status_label: str
    unit: Named
    url: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.named import Named # noqa: PLC0415
        accept_due_at = self.accept_due_at.isoformat()

        accepted_at: None | str
        accepted_at = self.accepted_at

        acts = self.acts



        answer = self.answer

        asked_at = self.asked_at.isoformat()

        asked_by = self.asked_by

        closed_at: None | str
        closed_at = self.closed_at

        due_at = self.due_at.isoformat()

        etag = self.etag

        explanation = self.explanation

        number = self.number

        reason = self.reason

        report = self.report

        request = self.request

        status = self.status.value

        status_label = self.status_label

        unit = self.unit.to_dict()

        url = self.url


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "accept_due_at": accept_due_at,
            "accepted_at": accepted_at,
            "acts": acts,
            "answer": answer,
            "asked_at": asked_at,
            "asked_by": asked_by,
            "closed_at": closed_at,
            "due_at": due_at,
            "etag": etag,
            "explanation": explanation,
            "number": number,
            "reason": reason,
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
        from ..models.named import Named # noqa: PLC0415
        d = dict(src_dict)
        accept_due_at = datetime.datetime.fromisoformat(d.pop("accept_due_at"))




        def _parse_accepted_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        accepted_at = _parse_accepted_at(d.pop("accepted_at"))


        acts = cast(list[str], d.pop("acts"))


        answer = d.pop("answer")

        asked_at = datetime.datetime.fromisoformat(d.pop("asked_at"))




        asked_by = d.pop("asked_by")

        def _parse_closed_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        closed_at = _parse_closed_at(d.pop("closed_at"))


        due_at = datetime.datetime.fromisoformat(d.pop("due_at"))




        etag = d.pop("etag")

        explanation = d.pop("explanation")

        number = d.pop("number")

        reason = d.pop("reason")

        report = d.pop("report")

        request = d.pop("request")

        status = TaskState(d.pop("status"))




        status_label = d.pop("status_label")

        unit = Named.from_dict(d.pop("unit"))




        url = d.pop("url")

        work_task = cls(
            accept_due_at=accept_due_at,
            accepted_at=accepted_at,
            acts=acts,
            answer=answer,
            asked_at=asked_at,
            asked_by=asked_by,
            closed_at=closed_at,
            due_at=due_at,
            etag=etag,
            explanation=explanation,
            number=number,
            reason=reason,
            report=report,
            request=request,
            status=status,
            status_label=status_label,
            unit=unit,
            url=url,
        )


        work_task.additional_properties = d
        return work_task

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
