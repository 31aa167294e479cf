from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.own import Own
from ...models.own_dispute_own_text import OwnDisputeOwnText
from ...models.problem import Problem
from typing import cast



def _get_kwargs(
    code: str,
    *,
    body: OwnDisputeOwnText,
    report_token: str,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["Report-Token"] = report_token







    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/reports/{code}/own/dispute".format(code=quote(str(code), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Own | Problem | None:
    if response.status_code == 200:
        response_200 = Own.from_dict(response.json())



        return response_200

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())



        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())



        return response_401

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

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())



        return response_413

    if response.status_code == 415:
        response_415 = Problem.from_dict(response.json())



        return response_415

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Own | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    code: str,
    *,
    client: AuthenticatedClient,
    body: OwnDisputeOwnText,
    report_token: str,

) -> Response[Own | Problem]:
    """ Say that it is not solved

     Once by right, then as a request to the unit above.

    Args:
        code (str):
        report_token (str):
        body (OwnDisputeOwnText): Words of the reporter.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Own | Problem]
     """


    kwargs = _get_kwargs(
        code=code,
body=body,
report_token=report_token,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    code: str,
    *,
    client: AuthenticatedClient,
    body: OwnDisputeOwnText,
    report_token: str,

) -> Own | Problem | None:
    """ Say that it is not solved

     Once by right, then as a request to the unit above.

    Args:
        code (str):
        report_token (str):
        body (OwnDisputeOwnText): Words of the reporter.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Own | Problem
     """


    return sync_detailed(
        code=code,
client=client,
body=body,
report_token=report_token,

    ).parsed

async def asyncio_detailed(
    code: str,
    *,
    client: AuthenticatedClient,
    body: OwnDisputeOwnText,
    report_token: str,

) -> Response[Own | Problem]:
    """ Say that it is not solved

     Once by right, then as a request to the unit above.

    Args:
        code (str):
        report_token (str):
        body (OwnDisputeOwnText): Words of the reporter.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Own | Problem]
     """


    kwargs = _get_kwargs(
        code=code,
body=body,
report_token=report_token,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    code: str,
    *,
    client: AuthenticatedClient,
    body: OwnDisputeOwnText,
    report_token: str,

) -> Own | Problem | None:
    """ Say that it is not solved

     Once by right, then as a request to the unit above.

    Args:
        code (str):
        report_token (str):
        body (OwnDisputeOwnText): Words of the reporter.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Own | Problem
     """


    return (await asyncio_detailed(
        code=code,
client=client,
body=body,
report_token=report_token,

    )).parsed
