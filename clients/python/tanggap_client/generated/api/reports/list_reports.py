from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem import Problem
from ...models.report_page import ReportPage
from ...models.state import State
from ...types import UNSET, Unset
from typing import cast
import datetime



def _get_kwargs(
    *,
    category: None | str | Unset = UNSET,
    area: None | str | Unset = UNSET,
    status: None | State | Unset = UNSET,
    open_: bool | None | Unset = UNSET,
    unit: None | str | Unset = UNSET,
    channel: None | str | Unset = UNSET,
    since: datetime.date | None | Unset = UNSET,
    until: datetime.date | None | Unset = UNSET,
    words: None | str | Unset = UNSET,
    bbox: None | str | Unset = UNSET,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 30,

) -> dict[str, Any]:




    params: dict[str, Any] = {}

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

    json_status: None | str | Unset
    if isinstance(status, Unset):
        json_status = UNSET
    elif isinstance(status, State):
        json_status = status.value
    else:
        json_status = status
    params["status"] = json_status

    json_open_: bool | None | Unset
    if isinstance(open_, Unset):
        json_open_ = UNSET
    else:
        json_open_ = open_
    params["open"] = json_open_

    json_unit: None | str | Unset
    if isinstance(unit, Unset):
        json_unit = UNSET
    else:
        json_unit = unit
    params["unit"] = json_unit

    json_channel: None | str | Unset
    if isinstance(channel, Unset):
        json_channel = UNSET
    else:
        json_channel = channel
    params["channel"] = json_channel

    json_since: None | str | Unset
    if isinstance(since, Unset):
        json_since = UNSET
    elif isinstance(since, datetime.date):
        json_since = since.isoformat()
    else:
        json_since = since
    params["since"] = json_since

    json_until: None | str | Unset
    if isinstance(until, Unset):
        json_until = UNSET
    elif isinstance(until, datetime.date):
        json_until = until.isoformat()
    else:
        json_until = until
    params["until"] = json_until

    json_words: None | str | Unset
    if isinstance(words, Unset):
        json_words = UNSET
    else:
        json_words = words
    params["words"] = json_words

    json_bbox: None | str | Unset
    if isinstance(bbox, Unset):
        json_bbox = UNSET
    else:
        json_bbox = bbox
    params["bbox"] = json_bbox

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
        "url": "/api/v1/reports",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | ReportPage | None:
    if response.status_code == 200:
        response_200 = ReportPage.from_dict(response.json())



        return response_200

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())



        return response_401

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | ReportPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    category: None | str | Unset = UNSET,
    area: None | str | Unset = UNSET,
    status: None | State | Unset = UNSET,
    open_: bool | None | Unset = UNSET,
    unit: None | str | Unset = UNSET,
    channel: None | str | Unset = UNSET,
    since: datetime.date | None | Unset = UNSET,
    until: datetime.date | None | Unset = UNSET,
    words: None | str | Unset = UNSET,
    bbox: None | str | Unset = UNSET,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 30,

) -> Response[Problem | ReportPage]:
    """ Public reports, newest first

     A page ends with the address of the following one; there are no page numbers and no totals.

    Args:
        category (None | str | Unset): Code of a category or of a group of them.
        area (None | str | Unset): Code of an area of any level.
        status (None | State | Unset):
        open_ (bool | None | Unset): true: somebody still works on it.
        unit (None | str | Unset): Code of the unit that answers for it.
        channel (None | str | Unset): Code of the channel by which it came.
        since (datetime.date | None | Unset): First local day of receipt.
        until (datetime.date | None | Unset): Last local day of receipt.
        words (None | str | Unset): Words that the public text says.
        bbox (None | str | Unset): A box in degrees: west, south, east, north, with commas.
        after (None | str | Unset): The cursor in `next` of the page before.
        limit (int | Unset):  Default: 30.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | ReportPage]
     """


    kwargs = _get_kwargs(
        category=category,
area=area,
status=status,
open_=open_,
unit=unit,
channel=channel,
since=since,
until=until,
words=words,
bbox=bbox,
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
    category: None | str | Unset = UNSET,
    area: None | str | Unset = UNSET,
    status: None | State | Unset = UNSET,
    open_: bool | None | Unset = UNSET,
    unit: None | str | Unset = UNSET,
    channel: None | str | Unset = UNSET,
    since: datetime.date | None | Unset = UNSET,
    until: datetime.date | None | Unset = UNSET,
    words: None | str | Unset = UNSET,
    bbox: None | str | Unset = UNSET,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 30,

) -> Problem | ReportPage | None:
    """ Public reports, newest first

     A page ends with the address of the following one; there are no page numbers and no totals.

    Args:
        category (None | str | Unset): Code of a category or of a group of them.
        area (None | str | Unset): Code of an area of any level.
        status (None | State | Unset):
        open_ (bool | None | Unset): true: somebody still works on it.
        unit (None | str | Unset): Code of the unit that answers for it.
        channel (None | str | Unset): Code of the channel by which it came.
        since (datetime.date | None | Unset): First local day of receipt.
        until (datetime.date | None | Unset): Last local day of receipt.
        words (None | str | Unset): Words that the public text says.
        bbox (None | str | Unset): A box in degrees: west, south, east, north, with commas.
        after (None | str | Unset): The cursor in `next` of the page before.
        limit (int | Unset):  Default: 30.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | ReportPage
     """


    return sync_detailed(
        client=client,
category=category,
area=area,
status=status,
open_=open_,
unit=unit,
channel=channel,
since=since,
until=until,
words=words,
bbox=bbox,
after=after,
limit=limit,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    category: None | str | Unset = UNSET,
    area: None | str | Unset = UNSET,
    status: None | State | Unset = UNSET,
    open_: bool | None | Unset = UNSET,
    unit: None | str | Unset = UNSET,
    channel: None | str | Unset = UNSET,
    since: datetime.date | None | Unset = UNSET,
    until: datetime.date | None | Unset = UNSET,
    words: None | str | Unset = UNSET,
    bbox: None | str | Unset = UNSET,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 30,

) -> Response[Problem | ReportPage]:
    """ Public reports, newest first

     A page ends with the address of the following one; there are no page numbers and no totals.

    Args:
        category (None | str | Unset): Code of a category or of a group of them.
        area (None | str | Unset): Code of an area of any level.
        status (None | State | Unset):
        open_ (bool | None | Unset): true: somebody still works on it.
        unit (None | str | Unset): Code of the unit that answers for it.
        channel (None | str | Unset): Code of the channel by which it came.
        since (datetime.date | None | Unset): First local day of receipt.
        until (datetime.date | None | Unset): Last local day of receipt.
        words (None | str | Unset): Words that the public text says.
        bbox (None | str | Unset): A box in degrees: west, south, east, north, with commas.
        after (None | str | Unset): The cursor in `next` of the page before.
        limit (int | Unset):  Default: 30.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | ReportPage]
     """


    kwargs = _get_kwargs(
        category=category,
area=area,
status=status,
open_=open_,
unit=unit,
channel=channel,
since=since,
until=until,
words=words,
bbox=bbox,
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
    category: None | str | Unset = UNSET,
    area: None | str | Unset = UNSET,
    status: None | State | Unset = UNSET,
    open_: bool | None | Unset = UNSET,
    unit: None | str | Unset = UNSET,
    channel: None | str | Unset = UNSET,
    since: datetime.date | None | Unset = UNSET,
    until: datetime.date | None | Unset = UNSET,
    words: None | str | Unset = UNSET,
    bbox: None | str | Unset = UNSET,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 30,

) -> Problem | ReportPage | None:
    """ Public reports, newest first

     A page ends with the address of the following one; there are no page numbers and no totals.

    Args:
        category (None | str | Unset): Code of a category or of a group of them.
        area (None | str | Unset): Code of an area of any level.
        status (None | State | Unset):
        open_ (bool | None | Unset): true: somebody still works on it.
        unit (None | str | Unset): Code of the unit that answers for it.
        channel (None | str | Unset): Code of the channel by which it came.
        since (datetime.date | None | Unset): First local day of receipt.
        until (datetime.date | None | Unset): Last local day of receipt.
        words (None | str | Unset): Words that the public text says.
        bbox (None | str | Unset): A box in degrees: west, south, east, north, with commas.
        after (None | str | Unset): The cursor in `next` of the page before.
        limit (int | Unset):  Default: 30.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | ReportPage
     """


    return (await asyncio_detailed(
        client=client,
category=category,
area=area,
status=status,
open_=open_,
unit=unit,
channel=channel,
since=since,
until=until,
words=words,
bbox=bbox,
after=after,
limit=limit,

    )).parsed
