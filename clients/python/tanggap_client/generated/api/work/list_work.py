from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.list_work_due_type_0 import ListWorkDueType0
from ...models.list_work_sort import ListWorkSort
from ...models.list_work_view import ListWorkView
from ...models.problem import Problem
from ...models.state import State
from ...models.work_page import WorkPage
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    *,
    view: ListWorkView | Unset = ListWorkView.UNIT,
    status: None | State | Unset = UNSET,
    category: None | str | Unset = UNSET,
    area: None | str | Unset = UNSET,
    due: ListWorkDueType0 | None | Unset = UNSET,
    sort: ListWorkSort | Unset = UNSET,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 50,

) -> dict[str, Any]:




    params: dict[str, Any] = {}

    json_view: str | Unset = UNSET
    if not isinstance(view, Unset):
        json_view = view.value

    params["view"] = json_view

    json_status: None | str | Unset
    if isinstance(status, Unset):
        json_status = UNSET
    elif isinstance(status, State):
        json_status = status.value
    else:
        json_status = status
    params["status"] = json_status

    json_category: None | str | Unset
    if isinstance(category, Unset):
        json_category = UNSET
    else:
        json_category = category
    params["category"] = json_category

    json_area: None | str | Unset
    if isinstance(area, Unset):
        json_area = UNSET
    else:
        json_area = area
    params["area"] = json_area

    json_due: None | str | Unset
    if isinstance(due, Unset):
        json_due = UNSET
    elif isinstance(due, ListWorkDueType0):
        json_due = due.value
    else:
        json_due = due
    params["due"] = json_due

    json_sort: dict[str, Any] | Unset = UNSET
    if not isinstance(sort, Unset):
        json_sort = sort.to_dict()
    if not isinstance(json_sort, Unset):
        params.update(json_sort)


    json_after: None | str | Unset
    if isinstance(after, Unset):
        json_after = UNSET
    else:
        json_after = after
    params["after"] = json_after

    params["limit"] = limit


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/work/reports",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | WorkPage | None:
    if response.status_code == 200:
        response_200 = WorkPage.from_dict(response.json())



        return response_200

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())



        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())



        return response_403

    if response.status_code == 405:
        response_405 = Problem.from_dict(response.json())



        return response_405

    if response.status_code == 422:
        response_422 = Problem.from_dict(response.json())



        return response_422

    if response.status_code == 429:
        response_429 = Problem.from_dict(response.json())



        return response_429

    if response.status_code == 500:
        response_500 = Problem.from_dict(response.json())



        return response_500

    if response.status_code == 503:
        response_503 = Problem.from_dict(response.json())



        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | WorkPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    view: ListWorkView | Unset = ListWorkView.UNIT,
    status: None | State | Unset = UNSET,
    category: None | str | Unset = UNSET,
    area: None | str | Unset = UNSET,
    due: ListWorkDueType0 | None | Unset = UNSET,
    sort: ListWorkSort | Unset = UNSET,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 50,

) -> Response[Problem | WorkPage]:
    """ The unit's reports

     The open reports that the unit answers for, as its desk lists them. Nobody who reported is in it.

    Args:
        view (ListWorkView | Unset): As at the desk; `unit` is all open reports. Default:
            ListWorkView.UNIT.
        status (None | State | Unset):
        category (None | str | Unset): Code of a category or of a group of them.
        area (None | str | Unset): Code of an area of any level.
        due (ListWorkDueType0 | None | Unset): How soon the next promise is due.
        sort (ListWorkSort | Unset):
        after (None | str | Unset): The cursor in `next` of the page before.
        limit (int | Unset):  Default: 50.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | WorkPage]
     """


    kwargs = _get_kwargs(
        view=view,
status=status,
category=category,
area=area,
due=due,
sort=sort,
after=after,
limit=limit,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient,
    view: ListWorkView | Unset = ListWorkView.UNIT,
    status: None | State | Unset = UNSET,
    category: None | str | Unset = UNSET,
    area: None | str | Unset = UNSET,
    due: ListWorkDueType0 | None | Unset = UNSET,
    sort: ListWorkSort | Unset = UNSET,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 50,

) -> Problem | WorkPage | None:
    """ The unit's reports

     The open reports that the unit answers for, as its desk lists them. Nobody who reported is in it.

    Args:
        view (ListWorkView | Unset): As at the desk; `unit` is all open reports. Default:
            ListWorkView.UNIT.
        status (None | State | Unset):
        category (None | str | Unset): Code of a category or of a group of them.
        area (None | str | Unset): Code of an area of any level.
        due (ListWorkDueType0 | None | Unset): How soon the next promise is due.
        sort (ListWorkSort | Unset):
        after (None | str | Unset): The cursor in `next` of the page before.
        limit (int | Unset):  Default: 50.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | WorkPage
     """


    return sync_detailed(
        client=client,
view=view,
status=status,
category=category,
area=area,
due=due,
sort=sort,
after=after,
limit=limit,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    view: ListWorkView | Unset = ListWorkView.UNIT,
    status: None | State | Unset = UNSET,
    category: None | str | Unset = UNSET,
    area: None | str | Unset = UNSET,
    due: ListWorkDueType0 | None | Unset = UNSET,
    sort: ListWorkSort | Unset = UNSET,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 50,

) -> Response[Problem | WorkPage]:
    """ The unit's reports

     The open reports that the unit answers for, as its desk lists them. Nobody who reported is in it.

    Args:
        view (ListWorkView | Unset): As at the desk; `unit` is all open reports. Default:
            ListWorkView.UNIT.
        status (None | State | Unset):
        category (None | str | Unset): Code of a category or of a group of them.
        area (None | str | Unset): Code of an area of any level.
        due (ListWorkDueType0 | None | Unset): How soon the next promise is due.
        sort (ListWorkSort | Unset):
        after (None | str | Unset): The cursor in `next` of the page before.
        limit (int | Unset):  Default: 50.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | WorkPage]
     """


    kwargs = _get_kwargs(
        view=view,
status=status,
category=category,
area=area,
due=due,
sort=sort,
after=after,
limit=limit,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient,
    view: ListWorkView | Unset = ListWorkView.UNIT,
    status: None | State | Unset = UNSET,
    category: None | str | Unset = UNSET,
    area: None | str | Unset = UNSET,
    due: ListWorkDueType0 | None | Unset = UNSET,
    sort: ListWorkSort | Unset = UNSET,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 50,

) -> Problem | WorkPage | None:
    """ The unit's reports

     The open reports that the unit answers for, as its desk lists them. Nobody who reported is in it.

    Args:
        view (ListWorkView | Unset): As at the desk; `unit` is all open reports. Default:
            ListWorkView.UNIT.
        status (None | State | Unset):
        category (None | str | Unset): Code of a category or of a group of them.
        area (None | str | Unset): Code of an area of any level.
        due (ListWorkDueType0 | None | Unset): How soon the next promise is due.
        sort (ListWorkSort | Unset):
        after (None | str | Unset): The cursor in `next` of the page before.
        limit (int | Unset):  Default: 50.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | WorkPage
     """


    return (await asyncio_detailed(
        client=client,
view=view,
status=status,
category=category,
area=area,
due=due,
sort=sort,
after=after,
limit=limit,

    )).parsed
