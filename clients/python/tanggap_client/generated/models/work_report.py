from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.state import State
from ..models.work_report_visibility import WorkReportVisibility
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.due import Due
  from ..models.named import Named
  from ..models.point import Point
  from ..models.work_event import WorkEvent
  from ..models.work_photo import WorkPhoto
  from ..models.work_report_details_item import WorkReportDetailsItem
  from ..models.work_task import WorkTask





T = TypeVar("T", bound="WorkReport")



@_attrs_define
class WorkReport:
    """ A report as the unit reads it, without who reported it. `acts` is what can be done with it now.

        Attributes:
            acts (list[str]):
            address (str):
            answered_at (None | str):
            area (Named | None):
            category (Named | None):
            channel (str):
            checklist (list[str]):
            children (list[str]):
            closed_at (None | str):
            code (str):
            details (list[WorkReportDetailsItem]):
            due (Due): What is promised: when the first answer and the solution are due (UTC).
            events (list[WorkEvent]):
            location (None | Point):
            occurred_at (None | str):
            origin (str):
            parent (None | str):
            paused_at (None | str):
            photos (list[WorkPhoto]):
            photos_needed (int):
            place (str):
            received_at (datetime.datetime):
            reopened (int):
            status (State): Where a report stands. `reports/lifecycle.py` says how it gets there.
            status_label (str):
            supporters (int):
            tasks (list[WorkTask]):
            text (str):
            unit (Named): Something of the city with its code and its name in the language of the request.
            url (str):
            verifier (str):
            version (int):
            visibility (WorkReportVisibility):
     """

    acts: list[str]
    address: str
    answered_at: None | str
    area: Named | None
    category: Named | None
    channel: str
    checklist: list[str]
    children: list[str]
    closed_at: None | str
    code: str
    details: list[WorkReportDetailsItem]
    due: Due
    events: list[WorkEvent]
    location: None | Point
    occurred_at: None | str
    origin: str
    parent: None | str
    paused_at: None | str
    photos: list[WorkPhoto]
    photos_needed: int
    place: str
    received_at: datetime.datetime
    reopened: int
    status: State
    status_label: str
    supporters: int
    tasks: list[WorkTask]
    text: str
    unit: Named
    url: str
    verifier: str
    version: int
    visibility: WorkReportVisibility
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.due import Due # noqa: PLC0415
        from ..models.named import Named # noqa: PLC0415
        from ..models.point import Point # noqa: PLC0415
        from ..models.work_event import WorkEvent # noqa: PLC0415
        from ..models.work_photo import WorkPhoto # noqa: PLC0415
        from ..models.work_report_details_item import WorkReportDetailsItem # noqa: PLC0415
        from ..models.work_task import WorkTask # noqa: PLC0415
        acts = self.acts



        address = self.address

        answered_at: None | str
        answered_at = self.answered_at

        area: dict[str, Any] | None
        if isinstance(self.area, Named):
            area = self.area.to_dict()
        else:
            area = self.area

        category: dict[str, Any] | None
        if isinstance(self.category, Named):
            category = self.category.to_dict()
        else:
            category = self.category

        channel = self.channel

        checklist = self.checklist



        children = self.children



        closed_at: None | str
        closed_at = self.closed_at

        code = self.code

        details = []
        for details_item_data in self.details:
            details_item = details_item_data.to_dict()
            details.append(details_item)



        due = self.due.to_dict()

        events = []
        for events_item_data in self.events:
            events_item = events_item_data.to_dict()
            events.append(events_item)



        location: dict[str, Any] | None
        if isinstance(self.location, Point):
            location = self.location.to_dict()
        else:
            location = self.location

        occurred_at: None | str
        occurred_at = self.occurred_at

        origin = self.origin

        parent: None | str
        parent = self.parent

        paused_at: None | str
        paused_at = self.paused_at

        photos = []
        for photos_item_data in self.photos:
            photos_item = photos_item_data.to_dict()
            photos.append(photos_item)



        photos_needed = self.photos_needed

        place = self.place

        received_at = self.received_at.isoformat()

        reopened = self.reopened

        status = self.status.value

        status_label = self.status_label

        supporters = self.supporters

        tasks = []
        for tasks_item_data in self.tasks:
            tasks_item = tasks_item_data.to_dict()
            tasks.append(tasks_item)



        text = self.text

        unit = self.unit.to_dict()

        url = self.url

        verifier = self.verifier

        version = self.version

        visibility = self.visibility.value


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "acts": acts,
            "address": address,
            "answered_at": answered_at,
            "area": area,
            "category": category,
            "channel": channel,
            "checklist": checklist,
            "children": children,
            "closed_at": closed_at,
            "code": code,
            "details": details,
            "due": due,
            "events": events,
            "location": location,
            "occurred_at": occurred_at,
            "origin": origin,
            "parent": parent,
            "paused_at": paused_at,
            "photos": photos,
            "photos_needed": photos_needed,
            "place": place,
            "received_at": received_at,
            "reopened": reopened,
            "status": status,
            "status_label": status_label,
            "supporters": supporters,
            "tasks": tasks,
            "text": text,
            "unit": unit,
            "url": url,
            "verifier": verifier,
            "version": version,
            "visibility": visibility,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.due import Due # noqa: PLC0415
        from ..models.named import Named # noqa: PLC0415
        from ..models.point import Point # noqa: PLC0415
        from ..models.work_event import WorkEvent # noqa: PLC0415
        from ..models.work_photo import WorkPhoto # noqa: PLC0415
        from ..models.work_report_details_item import WorkReportDetailsItem # noqa: PLC0415
        from ..models.work_task import WorkTask # noqa: PLC0415
        d = dict(src_dict)
        acts = cast(list[str], d.pop("acts"))


        address = d.pop("address")

        def _parse_answered_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        answered_at = _parse_answered_at(d.pop("answered_at"))


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


        def _parse_category(data: object) -> Named | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                category_type_0 = Named.from_dict(data)



                return category_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Named | None, data)

        category = _parse_category(d.pop("category"))


        channel = d.pop("channel")

        checklist = cast(list[str], d.pop("checklist"))


        children = cast(list[str], d.pop("children"))


        def _parse_closed_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        closed_at = _parse_closed_at(d.pop("closed_at"))


        code = d.pop("code")

        details = []
        _details = d.pop("details")
        for details_item_data in (_details):
            details_item = WorkReportDetailsItem.from_dict(details_item_data)



            details.append(details_item)


        due = Due.from_dict(d.pop("due"))




        events = []
        _events = d.pop("events")
        for events_item_data in (_events):
            events_item = WorkEvent.from_dict(events_item_data)



            events.append(events_item)


        def _parse_location(data: object) -> None | Point:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                location_type_0 = Point.from_dict(data)



                return location_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Point, data)

        location = _parse_location(d.pop("location"))


        def _parse_occurred_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        occurred_at = _parse_occurred_at(d.pop("occurred_at"))


        origin = d.pop("origin")

        def _parse_parent(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        parent = _parse_parent(d.pop("parent"))


        def _parse_paused_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        paused_at = _parse_paused_at(d.pop("paused_at"))


        photos = []
        _photos = d.pop("photos")
        for photos_item_data in (_photos):
            photos_item = WorkPhoto.from_dict(photos_item_data)



            photos.append(photos_item)


        photos_needed = d.pop("photos_needed")

        place = d.pop("place")

        received_at = datetime.datetime.fromisoformat(d.pop("received_at"))




        reopened = d.pop("reopened")

        status = State(d.pop("status"))




        status_label = d.pop("status_label")

        supporters = d.pop("supporters")

        tasks = []
        _tasks = d.pop("tasks")
        for tasks_item_data in (_tasks):
            tasks_item = WorkTask.from_dict(tasks_item_data)



            tasks.append(tasks_item)


        text = d.pop("text")

        unit = Named.from_dict(d.pop("unit"))




        url = d.pop("url")

        verifier = d.pop("verifier")

        version = d.pop("version")

        visibility = WorkReportVisibility(d.pop("visibility"))




        work_report = cls(
            acts=acts,
            address=address,
            answered_at=answered_at,
            area=area,
            category=category,
            channel=channel,
            checklist=checklist,
            children=children,
            closed_at=closed_at,
            code=code,
            details=details,
            due=due,
            events=events,
            location=location,
            occurred_at=occurred_at,
            origin=origin,
            parent=parent,
            paused_at=paused_at,
            photos=photos,
            photos_needed=photos_needed,
            place=place,
            received_at=received_at,
            reopened=reopened,
            status=status,
            status_label=status_label,
            supporters=supporters,
            tasks=tasks,
            text=text,
            unit=unit,
            url=url,
            verifier=verifier,
            version=version,
            visibility=visibility,
        )


        work_report.additional_properties = d
        return work_report

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
