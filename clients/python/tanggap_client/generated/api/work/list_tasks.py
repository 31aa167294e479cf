from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.list_tasks_view import ListTasksView
from ...models.problem import Problem
from ...models.task_page import TaskPage
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    *,
    view: ListTasksView | Unset = ListTasksView.ASKED,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 50,

) -> dict[str, Any]:




    params: dict[str, Any] = {}

    json_view: str | Unset = UNSET
    if not isinstance(view, Unset):
        json_view = view.value

    params["view"] = json_view

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
        "url": "/api/v1/work/tasks",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | TaskPage | None:
    if response.status_code == 200:
        response_200 = TaskPage.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | TaskPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    view: ListTasksView | Unset = ListTasksView.ASKED,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 50,

) -> Response[Problem | TaskPage]:
    """ The unit's tasks

     Parts of other units' reports that the unit was asked to do, and those that it asked of others.

    Args:
        view (ListTasksView | Unset): `asked` and `accepted` wait for the unit; `done` is closed.
            Default: ListTasksView.ASKED.
        after (None | str | Unset): The cursor in `next` of the page before.
        limit (int | Unset):  Default: 50.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TaskPage]
     """


    kwargs = _get_kwargs(
        view=view,
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
    view: ListTasksView | Unset = ListTasksView.ASKED,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 50,

) -> Problem | TaskPage | None:
    """ The unit's tasks

     Parts of other units' reports that the unit was asked to do, and those that it asked of others.

    Args:
        view (ListTasksView | Unset): `asked` and `accepted` wait for the unit; `done` is closed.
            Default: ListTasksView.ASKED.
        after (None | str | Unset): The cursor in `next` of the page before.
        limit (int | Unset):  Default: 50.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TaskPage
     """


    return sync_detailed(
        client=client,
view=view,
after=after,
limit=limit,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    view: ListTasksView | Unset = ListTasksView.ASKED,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 50,

) -> Response[Problem | TaskPage]:
    """ The unit's tasks

     Parts of other units' reports that the unit was asked to do, and those that it asked of others.

    Args:
        view (ListTasksView | Unset): `asked` and `accepted` wait for the unit; `done` is closed.
            Default: ListTasksView.ASKED.
        after (None | str | Unset): The cursor in `next` of the page before.
        limit (int | Unset):  Default: 50.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TaskPage]
     """


    kwargs = _get_kwargs(
        view=view,
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
    view: ListTasksView | Unset = ListTasksView.ASKED,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 50,

) -> Problem | TaskPage | None:
    """ The unit's tasks

     Parts of other units' reports that the unit was asked to do, and those that it asked of others.

    Args:
        view (ListTasksView | Unset): `asked` and `accepted` wait for the unit; `done` is closed.
            Default: ListTasksView.ASKED.
        after (None | str | Unset): The cursor in `next` of the page before.
        limit (int | Unset):  Default: 50.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TaskPage
     """


    return (await asyncio_detailed(
        client=client,
view=view,
after=after,
limit=limit,

    )).parsed
