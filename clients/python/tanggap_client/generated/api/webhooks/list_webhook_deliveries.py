from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.deliveries import Deliveries
from ...models.list_webhook_deliveries_state_type_0 import ListWebhookDeliveriesStateType0
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    key: str,
    *,
    state: ListWebhookDeliveriesStateType0 | None | Unset = UNSET,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 50,

) -> dict[str, Any]:




    params: dict[str, Any] = {}

    json_state: None | str | Unset
    if isinstance(state, Unset):
        json_state = UNSET
    elif isinstance(state, ListWebhookDeliveriesStateType0):
        json_state = state.value
    else:
        json_state = state
    params["state"] = json_state

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
        "url": "/api/v1/webhooks/{key}/deliveries".format(key=quote(str(key), safe=""),),
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Deliveries | Problem | None:
    if response.status_code == 200:
        response_200 = Deliveries.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Deliveries | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    key: str,
    *,
    client: AuthenticatedClient,
    state: ListWebhookDeliveriesStateType0 | None | Unset = UNSET,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 50,

) -> Response[Deliveries | Problem]:
    """ What became of what was sent

     What waits, arrived or was given up within 30 days, and the last requests with their answers.

    Args:
        key (str):
        state (ListWebhookDeliveriesStateType0 | None | Unset):
        after (None | str | Unset):
        limit (int | Unset):  Default: 50.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Deliveries | Problem]
     """


    kwargs = _get_kwargs(
        key=key,
state=state,
after=after,
limit=limit,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    key: str,
    *,
    client: AuthenticatedClient,
    state: ListWebhookDeliveriesStateType0 | None | Unset = UNSET,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 50,

) -> Deliveries | Problem | None:
    """ What became of what was sent

     What waits, arrived or was given up within 30 days, and the last requests with their answers.

    Args:
        key (str):
        state (ListWebhookDeliveriesStateType0 | None | Unset):
        after (None | str | Unset):
        limit (int | Unset):  Default: 50.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Deliveries | Problem
     """


    return sync_detailed(
        key=key,
client=client,
state=state,
after=after,
limit=limit,

    ).parsed

async def asyncio_detailed(
    key: str,
    *,
    client: AuthenticatedClient,
    state: ListWebhookDeliveriesStateType0 | None | Unset = UNSET,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 50,

) -> Response[Deliveries | Problem]:
    """ What became of what was sent

     What waits, arrived or was given up within 30 days, and the last requests with their answers.

    Args:
        key (str):
        state (ListWebhookDeliveriesStateType0 | None | Unset):
        after (None | str | Unset):
        limit (int | Unset):  Default: 50.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Deliveries | Problem]
     """


    kwargs = _get_kwargs(
        key=key,
state=state,
after=after,
limit=limit,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    key: str,
    *,
    client: AuthenticatedClient,
    state: ListWebhookDeliveriesStateType0 | None | Unset = UNSET,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 50,

) -> Deliveries | Problem | None:
    """ What became of what was sent

     What waits, arrived or was given up within 30 days, and the last requests with their answers.

    Args:
        key (str):
        state (ListWebhookDeliveriesStateType0 | None | Unset):
        after (None | str | Unset):
        limit (int | Unset):  Default: 50.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Deliveries | Problem
     """


    return (await asyncio_detailed(
        key=key,
client=client,
state=state,
after=after,
limit=limit,

    )).parsed
