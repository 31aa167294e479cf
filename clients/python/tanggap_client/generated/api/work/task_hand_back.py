from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem import Problem
from ...models.task_done import TaskDone
from ...models.task_hand_back_decline import TaskHandBackDecline
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    code: str,
    number: int,
    *,
    body: TaskHandBackDecline,
    if_match: str,
    idempotency_key: str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["If-Match"] = if_match

    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key







    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/work/tasks/{code}/{number}/acts/hand_back".format(code=quote(str(code), safe=""),number=quote(str(number), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | TaskDone | None:
    if response.status_code == 200:
        response_200 = TaskDone.from_dict(response.json())



        return response_200

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())



        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())



        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())



        return response_403

    if response.status_code == 404:
        response_404 = Problem.from_dict(response.json())



        return response_404

    if response.status_code == 405:
        response_405 = Problem.from_dict(response.json())



        return response_405

    if response.status_code == 409:
        response_409 = Problem.from_dict(response.json())



        return response_409

    if response.status_code == 411:
        response_411 = Problem.from_dict(response.json())



        return response_411

    if response.status_code == 412:
        response_412 = Problem.from_dict(response.json())



        return response_412

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())



        return response_413

    if response.status_code == 415:
        response_415 = Problem.from_dict(response.json())



        return response_415

    if response.status_code == 422:
        response_422 = Problem.from_dict(response.json())



        return response_422

    if response.status_code == 428:
        response_428 = Problem.from_dict(response.json())



        return response_428

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | TaskDone]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    code: str,
    number: int,
    *,
    client: AuthenticatedClient,
    body: TaskHandBackDecline,
    if_match: str,
    idempotency_key: str | Unset = UNSET,

) -> Response[Problem | TaskDone]:
    """ Give the part back

     Every third time the coordinator decides.

    Args:
        code (str):
        number (int):
        if_match (str):
        idempotency_key (str | Unset):
        body (TaskHandBackDecline): The part is not taken on, or given back.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TaskDone]
     """


    kwargs = _get_kwargs(
        code=code,
number=number,
body=body,
if_match=if_match,
idempotency_key=idempotency_key,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    code: str,
    number: int,
    *,
    client: AuthenticatedClient,
    body: TaskHandBackDecline,
    if_match: str,
    idempotency_key: str | Unset = UNSET,

) -> Problem | TaskDone | None:
    """ Give the part back

     Every third time the coordinator decides.

    Args:
        code (str):
        number (int):
        if_match (str):
        idempotency_key (str | Unset):
        body (TaskHandBackDecline): The part is not taken on, or given back.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TaskDone
     """


    return sync_detailed(
        code=code,
number=number,
client=client,
body=body,
if_match=if_match,
idempotency_key=idempotency_key,

    ).parsed

async def asyncio_detailed(
    code: str,
    number: int,
    *,
    client: AuthenticatedClient,
    body: TaskHandBackDecline,
    if_match: str,
    idempotency_key: str | Unset = UNSET,

) -> Response[Problem | TaskDone]:
    """ Give the part back

     Every third time the coordinator decides.

    Args:
        code (str):
        number (int):
        if_match (str):
        idempotency_key (str | Unset):
        body (TaskHandBackDecline): The part is not taken on, or given back.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TaskDone]
     """


    kwargs = _get_kwargs(
        code=code,
number=number,
body=body,
if_match=if_match,
idempotency_key=idempotency_key,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    code: str,
    number: int,
    *,
    client: AuthenticatedClient,
    body: TaskHandBackDecline,
    if_match: str,
    idempotency_key: str | Unset = UNSET,

) -> Problem | TaskDone | None:
    """ Give the part back

     Every third time the coordinator decides.

    Args:
        code (str):
        number (int):
        if_match (str):
        idempotency_key (str | Unset):
        body (TaskHandBackDecline): The part is not taken on, or given back.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TaskDone
     """


    return (await asyncio_detailed(
        code=code,
number=number,
client=client,
body=body,
if_match=if_match,
idempotency_key=idempotency_key,

    )).parsed
