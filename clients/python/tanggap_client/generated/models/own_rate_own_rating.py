from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="OwnRateOwnRating")



@_attrs_define
class OwnRateOwnRating:
    """ How satisfied the reporter is with the solution: 1 (not at all) to 4 (very).

        Attributes:
            score (int):
            text (str | Unset):  Default: ''.
     """

    score: int
    text: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        score = self.score

        text = self.text


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "score": score,
        })
        if text is not UNSET:
            field_dict["text"] = text

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        score = d.pop("score")

        text = d.pop("text", UNSET)

        own_rate_own_rating = cls(
            score=score,
            text=text,
        )

        return own_rate_own_rating
