from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem import Problem
from ...models.work_task import WorkTask
from typing import cast



def _get_kwargs(
    code: str,
    number: int,

) -> dict[str, Any]:






    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/work/tasks/{code}/{number}".format(code=quote(str(code), safe=""),number=quote(str(number), safe=""),),
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | WorkTask | None:
    if response.status_code == 200:
        response_200 = WorkTask.from_dict(response.json())



        return response_200

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | WorkTask]:
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

) -> Response[Problem | WorkTask]:
    """ One task

     Where it stands and what can be done with it now. Its ETag is what If-Match of an act asks for.

    Args:
        code (str):
        number (int):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | WorkTask]
     """


    kwargs = _get_kwargs(
        code=code,
number=number,

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

) -> Problem | WorkTask | None:
    """ One task

     Where it stands and what can be done with it now. Its ETag is what If-Match of an act asks for.

    Args:
        code (str):
        number (int):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | WorkTask
     """


    return sync_detailed(
        code=code,
number=number,
client=client,

    ).parsed

async def asyncio_detailed(
    code: str,
    number: int,
    *,
    client: AuthenticatedClient,

) -> Response[Problem | WorkTask]:
    """ One task

     Where it stands and what can be done with it now. Its ETag is what If-Match of an act asks for.

    Args:
        code (str):
        number (int):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | WorkTask]
     """


    kwargs = _get_kwargs(
        code=code,
number=number,

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

) -> Problem | WorkTask | None:
    """ One task

     Where it stands and what can be done with it now. Its ETag is what If-Match of an act asks for.

    Args:
        code (str):
        number (int):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | WorkTask
     """


    return (await asyncio_detailed(
        code=code,
number=number,
client=client,

    )).parsed
