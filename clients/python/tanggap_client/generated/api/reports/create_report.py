from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.create_report_files_body import CreateReportFilesBody
from ...models.create_report_json_new_report import CreateReportJsonNewReport
from ...models.problem import Problem
from ...models.receipt import Receipt
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    *,
    body:    CreateReportJsonNewReport  |     CreateReportFilesBody  | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key







    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/reports",
    }

    if isinstance(body, CreateReportJsonNewReport):
        _kwargs["json"] = body.to_dict()

        headers["Content-Type"] = "application/json"
    if isinstance(body, CreateReportFilesBody):
        _kwargs["files"] = body.to_multipart()

        headers["Content-Type"] = "multipart/form-data; boundary=+++"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | Receipt | None:
    if response.status_code == 200:
        response_200 = Receipt.from_dict(response.json())



        return response_200

    if response.status_code == 201:
        response_201 = Receipt.from_dict(response.json())



        return response_201

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())



        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())



        return response_401

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | Receipt]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body:    CreateReportJsonNewReport  |     CreateReportFilesBody  | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,

) -> Response[Problem | Receipt]:
    """ Send a report

     201 with the receipt of a new report; 200 with the same receipt when it came before under the same
    key.

    Args:
        idempotency_key (str | Unset):
        body (CreateReportJsonNewReport): A complaint to be taken in.
        body (CreateReportFilesBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Receipt]
     """


    kwargs = _get_kwargs(
        body=body,
idempotency_key=idempotency_key,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient,
    body:    CreateReportJsonNewReport  |     CreateReportFilesBody  | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,

) -> Problem | Receipt | None:
    """ Send a report

     201 with the receipt of a new report; 200 with the same receipt when it came before under the same
    key.

    Args:
        idempotency_key (str | Unset):
        body (CreateReportJsonNewReport): A complaint to be taken in.
        body (CreateReportFilesBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Receipt
     """


    return sync_detailed(
        client=client,
body=body,
idempotency_key=idempotency_key,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body:    CreateReportJsonNewReport  |     CreateReportFilesBody  | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,

) -> Response[Problem | Receipt]:
    """ Send a report

     201 with the receipt of a new report; 200 with the same receipt when it came before under the same
    key.

    Args:
        idempotency_key (str | Unset):
        body (CreateReportJsonNewReport): A complaint to be taken in.
        body (CreateReportFilesBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Receipt]
     """


    kwargs = _get_kwargs(
        body=body,
idempotency_key=idempotency_key,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient,
    body:    CreateReportJsonNewReport  |     CreateReportFilesBody  | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,

) -> Problem | Receipt | None:
    """ Send a report

     201 with the receipt of a new report; 200 with the same receipt when it came before under the same
    key.

    Args:
        idempotency_key (str | Unset):
        body (CreateReportJsonNewReport): A complaint to be taken in.
        body (CreateReportFilesBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Receipt
     """


    return (await asyncio_detailed(
        client=client,
body=body,
idempotency_key=idempotency_key,

    )).parsed
