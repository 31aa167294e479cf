from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.category_names import CategoryNames
  from ..models.question import Question





T = TypeVar("T", bound="Category")



@_attrs_define
class Category:
    """ A kind of complaint. Only those with `leaf` true are reported.

        Attributes:
            code (str):
            hint (str):
            icon (str):
            leaf (bool):
            name (str):
            names (CategoryNames):
            parent (None | str):
            questions (list[Question]):
     """

    code: str
    hint: str
    icon: str
    leaf: bool
    name: str
    names: CategoryNames
    parent: None | str
    questions: list[Question]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.category_names import CategoryNames # noqa: PLC0415
        from ..models.question import Question # noqa: PLC0415
        code = self.code

        hint = self.hint

        icon = self.icon

        leaf = self.leaf

        name = self.name

        names = self.names.to_dict()

        parent: None | str
        parent = self.parent

        questions = []
        for questions_item_data in self.questions:
            questions_item = questions_item_data.to_dict()
            questions.append(questions_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "code": code,
            "hint": hint,
            "icon": icon,
            "leaf": leaf,
            "name": name,
            "names": names,
            "parent": parent,
            "questions": questions,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.category_names import CategoryNames # noqa: PLC0415
        from ..models.question import Question # noqa: PLC0415
        d = dict(src_dict)
        code = d.pop("code")

        hint = d.pop("hint")

        icon = d.pop("icon")

        leaf = d.pop("leaf")

        name = d.pop("name")

        names = CategoryNames.from_dict(d.pop("names"))




        def _parse_parent(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        parent = _parse_parent(d.pop("parent"))


        questions = []
        _questions = d.pop("questions")
        for questions_item_data in (_questions):
            questions_item = Question.from_dict(questions_item_data)



            questions.append(questions_item)


        category = cls(
            code=code,
            hint=hint,
            icon=icon,
            leaf=leaf,
            name=name,
            names=names,
            parent=parent,
            questions=questions,
        )


        category.additional_properties = d
        return category

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
