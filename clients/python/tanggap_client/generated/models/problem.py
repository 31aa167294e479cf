from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.field_problem import FieldProblem
  from ..models.problem_changes_type_0_item import ProblemChangesType0Item
  from ..models.problem_task_type_0 import ProblemTaskType0





T = TypeVar("T", bound="Problem")



@_attrs_define
class Problem:
    """ RFC 9457. `code` is the stable word for machines, `title` a sentence in the language of the request, `errors` one
    entry a field.

        Attributes:
            code (str):
            errors (list[FieldProblem]):
            status (int):
            title (str):
            type_ (str):
            changes (list[ProblemChangesType0Item] | None | Unset): With 412: what others did since you read it.
            detail (None | str | Unset):
            state (None | str | Unset):
            task (None | ProblemTaskType0 | Unset):
            unit (None | str | Unset):
            version (int | None | Unset):
     """

    code: str
    errors: list[FieldProblem]
    status: int
    title: str
    type_: str
    changes: list[ProblemChangesType0Item] | None | Unset = UNSET
    detail: None | str | Unset = UNSET
    state: None | str | Unset = UNSET
    task: None | ProblemTaskType0 | Unset = UNSET
    unit: None | str | Unset = UNSET
    version: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.field_problem import FieldProblem # noqa: PLC0415
        from ..models.problem_changes_type_0_item import ProblemChangesType0Item # noqa: PLC0415
        from ..models.problem_task_type_0 import ProblemTaskType0 # noqa: PLC0415
        code = self.code

        errors = []
        for errors_item_data in self.errors:
            errors_item = errors_item_data.to_dict()
            errors.append(errors_item)



        status = self.status

        title = self.title

        type_ = self.type_

        changes: list[dict[str, Any]] | None | Unset
        if isinstance(self.changes, Unset):
            changes = UNSET
        elif isinstance(self.changes, list):
            changes = []
            for changes_type_0_item_data in self.changes:
                changes_type_0_item = changes_type_0_item_data.to_dict()
                changes.append(changes_type_0_item)


        else:
            changes = self.changes

        detail: None | str | Unset
        if isinstance(self.detail, Unset):
            detail = UNSET
        else:
            detail = self.detail

        state: None | str | Unset
        if isinstance(self.state, Unset):
            state = UNSET
        else:
            state = self.state

        task: dict[str, Any] | None | Unset
        if isinstance(self.task, Unset):
            task = UNSET
        elif isinstance(self.task, ProblemTaskType0):
            task = self.task.to_dict()
        else:
            task = self.task

        unit: None | str | Unset
        if isinstance(self.unit, Unset):
            unit = UNSET
        else:
            unit = self.unit

        version: int | None | Unset
        if isinstance(self.version, Unset):
            version = UNSET
        else:
            version = self.version


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "code": code,
            "errors": errors,
            "status": status,
            "title": title,
            "type": type_,
        })
        if changes is not UNSET:
            field_dict["changes"] = changes
        if detail is not UNSET:
            field_dict["detail"] = detail
        if state is not UNSET:
            field_dict["state"] = state
        if task is not UNSET:
            field_dict["task"] = task
        if unit is not UNSET:
            field_dict["unit"] = unit
        if version is not UNSET:
            field_dict["version"] = version

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.field_problem import FieldProblem # noqa: PLC0415
        from ..models.problem_changes_type_0_item import ProblemChangesType0Item # noqa: PLC0415
        from ..models.problem_task_type_0 import ProblemTaskType0 # noqa: PLC0415
        d = dict(src_dict)
        code = d.pop("code")

        errors = []
        _errors = d.pop("errors")
        for errors_item_data in (_errors):
            errors_item = FieldProblem.from_dict(errors_item_data)



            errors.append(errors_item)


        status = d.pop("status")

        title = d.pop("title")

        type_ = d.pop("type")

        def _parse_changes(data: object) -> list[ProblemChangesType0Item] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                changes_type_0 = []
                _changes_type_0 = data
                for changes_type_0_item_data in (_changes_type_0):
                    changes_type_0_item = ProblemChangesType0Item.from_dict(changes_type_0_item_data)



                    changes_type_0.append(changes_type_0_item)

                return changes_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ProblemChangesType0Item] | None | Unset, data)

        changes = _parse_changes(d.pop("changes", UNSET))


        def _parse_detail(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        detail = _parse_detail(d.pop("detail", UNSET))


        def _parse_state(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        state = _parse_state(d.pop("state", UNSET))


        def _parse_task(data: object) -> None | ProblemTaskType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                task_type_0 = ProblemTaskType0.from_dict(data)



                return task_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProblemTaskType0 | Unset, data)

        task = _parse_task(d.pop("task", UNSET))


        def _parse_unit(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        unit = _parse_unit(d.pop("unit", UNSET))


        def _parse_version(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        version = _parse_version(d.pop("version", UNSET))


        problem = cls(
            code=code,
            errors=errors,
            status=status,
            title=title,
            type_=type_,
            changes=changes,
            detail=detail,
            state=state,
            task=task,
            unit=unit,
            version=version,
        )


        problem.additional_properties = d
        return problem

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
