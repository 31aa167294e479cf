from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.report_origin import ReportOrigin
from ..models.state import State
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.due import Due
  from ..models.named import Named
  from ..models.photo import Photo
  from ..models.point import Point





T = TypeVar("T", bound="Report")



@_attrs_define
class Report:
    """ A report as everybody may read it. E-mail addresses, long numbers and number plates in the text are hidden.

        Attributes:
            address (str):
            answer_kept (bool | None):
            answered_at (None | str):
            area (Named | None):
            category (Named | None):
            channel (str):
            children (list[str]):
            closed_at (None | str):
            code (str):
            due (Due): What is promised: when the first answer and the solution are due (UTC).
            events_url (str):
            location (None | Point):
            occurred_at (None | str):
            origin (ReportOrigin):
            outcome (str):
            parent (None | str):
            photos (list[Photo]):
            place (str):
            received_at (datetime.datetime):
            reopened (int):
            resolve_kept (bool | None):
            status (State): Where a report stands. `reports/lifecycle.py` says how it gets there.
            status_label (str):
            supporters (int):
            text (str):
            unit (Named): Something of the city with its code and its name in the language of the request.
            url (str):
            verifier (str):
     """

    address: str
    answer_kept: bool | None
    answered_at: None | str
    area: Named | None
    category: Named | None
    channel: str
    children: list[str]
    closed_at: None | str
    code: str
    due: Due
    events_url: str
    location: None | Point
    occurred_at: None | str
    origin: ReportOrigin
    outcome: str
    parent: None | str
    photos: list[Photo]
    place: str
    received_at: datetime.datetime
    reopened: int
    resolve_kept: bool | None
    status: State
    status_label: str
    supporters: int
    text: str
    unit: Named
    url: str
    verifier: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.due import Due # noqa: PLC0415
        from ..models.named import Named # noqa: PLC0415
        from ..models.photo import Photo # noqa: PLC0415
        from ..models.point import Point # noqa: PLC0415
        address = self.address

        answer_kept: bool | None
        answer_kept = self.answer_kept

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

        children = self.children



        closed_at: None | str
        closed_at = self.closed_at

        code = self.code

        due = self.due.to_dict()

        events_url = self.events_url

        location: dict[str, Any] | None
        if isinstance(self.location, Point):
            location = self.location.to_dict()
        else:
            location = self.location

        occurred_at: None | str
        occurred_at = self.occurred_at

        origin = self.origin.value

        outcome = self.outcome

        parent: None | str
        parent = self.parent

        photos = []
        for photos_item_data in self.photos:
            photos_item = photos_item_data.to_dict()
            photos.append(photos_item)



        place = self.place

        received_at = self.received_at.isoformat()

        reopened = self.reopened

        resolve_kept: bool | None
        resolve_kept = self.resolve_kept

        status = self.status.value

        status_label = self.status_label

        supporters = self.supporters

        text = self.text

        unit = self.unit.to_dict()

        url = self.url

        verifier = self.verifier


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "address": address,
            "answer_kept": answer_kept,
            "answered_at": answered_at,
            "area": area,
            "category": category,
            "channel": channel,
            "children": children,
            "closed_at": closed_at,
            "code": code,
            "due": due,
            "events_url": events_url,
            "location": location,
            "occurred_at": occurred_at,
            "origin": origin,
            "outcome": outcome,
            "parent": parent,
            "photos": photos,
            "place": place,
            "received_at": received_at,
            "reopened": reopened,
            "resolve_kept": resolve_kept,
            "status": status,
            "status_label": status_label,
            "supporters": supporters,
            "text": text,
            "unit": unit,
            "url": url,
            "verifier": verifier,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.due import Due # noqa: PLC0415
        from ..models.named import Named # noqa: PLC0415
        from ..models.photo import Photo # noqa: PLC0415
        from ..models.point import Point # noqa: PLC0415
        d = dict(src_dict)
        address = d.pop("address")

        def _parse_answer_kept(data: object) -> bool | None:
            if data is None:
                return data
            return cast(bool | None, data)

        answer_kept = _parse_answer_kept(d.pop("answer_kept"))


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

        children = cast(list[str], d.pop("children"))


        def _parse_closed_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        closed_at = _parse_closed_at(d.pop("closed_at"))


        code = d.pop("code")

        due = Due.from_dict(d.pop("due"))




        events_url = d.pop("events_url")

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


        origin = ReportOrigin(d.pop("origin"))




        outcome = d.pop("outcome")

        def _parse_parent(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        parent = _parse_parent(d.pop("parent"))


        photos = []
        _photos = d.pop("photos")
        for photos_item_data in (_photos):
            photos_item = Photo.from_dict(photos_item_data)



            photos.append(photos_item)


        place = d.pop("place")

        received_at = datetime.datetime.fromisoformat(d.pop("received_at"))




        reopened = d.pop("reopened")

        def _parse_resolve_kept(data: object) -> bool | None:
            if data is None:
                return data
            return cast(bool | None, data)

        resolve_kept = _parse_resolve_kept(d.pop("resolve_kept"))


        status = State(d.pop("status"))




        status_label = d.pop("status_label")

        supporters = d.pop("supporters")

        text = d.pop("text")

        unit = Named.from_dict(d.pop("unit"))




        url = d.pop("url")

        verifier = d.pop("verifier")

        report = cls(
            address=address,
            answer_kept=answer_kept,
            answered_at=answered_at,
            area=area,
            category=category,
            channel=channel,
            children=children,
            closed_at=closed_at,
            code=code,
            due=due,
            events_url=events_url,
            location=location,
            occurred_at=occurred_at,
            origin=origin,
            outcome=outcome,
            parent=parent,
            photos=photos,
            place=place,
            received_at=received_at,
            reopened=reopened,
            resolve_kept=resolve_kept,
            status=status,
            status_label=status_label,
            supporters=supporters,
            text=text,
            unit=unit,
            url=url,
            verifier=verifier,
        )


        report.additional_properties = d
        return report

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
