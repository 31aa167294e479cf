from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.series_point import SeriesPoint
  from ..models.told import Told





T = TypeVar("T", bound="Series")



@_attrs_define
class Series:
    """ One indicator over the days of a selection.

        Attributes:
            indicator (str):
            points (list[SeriesPoint]):
            selection (Told): The selection that was understood.
     """

    indicator: str
    points: list[SeriesPoint]
    selection: Told
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.series_point import SeriesPoint # noqa: PLC0415
        from ..models.told import Told # noqa: PLC0415
        indicator = self.indicator

        points = []
        for points_item_data in self.points:
            points_item = points_item_data.to_dict()
            points.append(points_item)



        selection = self.selection.to_dict()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "indicator": indicator,
            "points": points,
            "selection": selection,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.series_point import SeriesPoint # noqa: PLC0415
        from ..models.told import Told # noqa: PLC0415
        d = dict(src_dict)
        indicator = d.pop("indicator")

        points = []
        _points = d.pop("points")
        for points_item_data in (_points):
            points_item = SeriesPoint.from_dict(points_item_data)



            points.append(points_item)


        selection = Told.from_dict(d.pop("selection"))




        series = cls(
            indicator=indicator,
            points=points,
            selection=selection,
        )


        series.additional_properties = d
        return series

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
