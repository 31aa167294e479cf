from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="WorkAskAsk")



@_attrs_define
class WorkAskAsk:
    """ A question to the reporter.

        Attributes:
            question (str):
            note (str | Unset): For those who handle the report alone. Default: ''.
     """

    question: str
    note: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        question = self.question

        note = self.note


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "question": question,
        })
        if note is not UNSET:
            field_dict["note"] = note

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        question = d.pop("question")

        note = d.pop("note", UNSET)

        work_ask_ask = cls(
            question=question,
            note=note,
        )

        return work_ask_ask
