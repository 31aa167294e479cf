from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.indicator_good_type_0 import IndicatorGoodType0
from ..models.indicator_unit import IndicatorUnit
from typing import cast






T = TypeVar("T", bound="Indicator")



@_attrs_define
class Indicator:
    """ What a number means. Shares are told as 0 to 1; below `least` cases there is no value.

        Attributes:
            code (str):
            definition (str):
            formula (str):
            good (IndicatorGoodType0 | None):
            least (int):
            name (str):
            question (str):
            source (str):
            unit (IndicatorUnit):
     """

    code: str
    definition: str
    formula: str
    good: IndicatorGoodType0 | None
    least: int
    name: str
    question: str
    source: str
    unit: IndicatorUnit
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        code = self.code

        definition = self.definition

        formula = self.formula

        good: None | str
        if isinstance(self.good, IndicatorGoodType0):
            good = self.good.value
        else:
            good = self.good

        least = self.least

        name = self.name

        question = self.question

        source = self.source

        unit = self.unit.value


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "code": code,
            "definition": definition,
            "formula": formula,
            "good": good,
            "least": least,
            "name": name,
            "question": question,
            "source": source,
            "unit": unit,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code")

        definition = d.pop("definition")

        formula = d.pop("formula")

        def _parse_good(data: object) -> IndicatorGoodType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                good_type_0 = IndicatorGoodType0(data)



                return good_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(IndicatorGoodType0 | None, data)

        good = _parse_good(d.pop("good"))


        least = d.pop("least")

        name = d.pop("name")

        question = d.pop("question")

        source = d.pop("source")

        unit = IndicatorUnit(d.pop("unit"))




        indicator = cls(
            code=code,
            definition=definition,
            formula=formula,
            good=good,
            least=least,
            name=name,
            question=question,
            source=source,
            unit=unit,
        )


        indicator.additional_properties = d
        return indicator

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
