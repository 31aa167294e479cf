from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.question_kind import QuestionKind
from typing import cast

if TYPE_CHECKING:
  from ..models.named import Named





T = TypeVar("T", bound="Question")



@_attrs_define
class Question:
    """ What a category asks; its answer goes into `details` under `code`.

        Attributes:
            code (str):
            kind (QuestionKind):
            label (str):
            options (list[Named]):
            required (bool):
     """

    code: str
    kind: QuestionKind
    label: str
    options: list[Named]
    required: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.named import Named # noqa: PLC0415
        code = self.code

        kind = self.kind.value

        label = self.label

        options = []
        for options_item_data in self.options:
            options_item = options_item_data.to_dict()
            options.append(options_item)



        required = self.required


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "code": code,
            "kind": kind,
            "label": label,
            "options": options,
            "required": required,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.named import Named # noqa: PLC0415
        d = dict(src_dict)
        code = d.pop("code")

        kind = QuestionKind(d.pop("kind"))




        label = d.pop("label")

        options = []
        _options = d.pop("options")
        for options_item_data in (_options):
            options_item = Named.from_dict(options_item_data)



            options.append(options_item)


        required = d.pop("required")

        question = cls(
            code=code,
            kind=kind,
            label=label,
            options=options,
            required=required,
        )


        question.additional_properties = d
        return question

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
