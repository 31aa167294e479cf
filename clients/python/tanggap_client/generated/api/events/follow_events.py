from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.event_page import EventPage
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast
import datetime



def _get_kwargs(
    *,
    kind: None | str | Unset = UNSET,
    report: None | str | Unset = UNSET,
    category: None | str | Unset = UNSET,
    area: None | str | Unset = UNSET,
    unit: None | str | Unset = UNSET,
    since: datetime.datetime | None | Unset = UNSET,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 100,

) -> dict[str, Any]:




    params: dict[str, Any] = {}

    json_kind: None | str | Unset
    if isinstance(kind, Unset):
        json_kind = UNSET
    else:
        json_kind = kind
    params["kind"] = json_kind

    json_report: None | str | Unset
    if isinstance(report, Unset):
        json_report = UNSET
    else:
        json_report = report
    params["report"] = json_report

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

    json_unit: None | str | Unset
    if isinstance(unit, Unset):
        json_unit = UNSET
    else:
        json_unit = unit
    params["unit"] = json_unit

    json_since: None | str | Unset
    if isinstance(since, Unset):
        json_since = UNSET
    elif isinstance(since, datetime.datetime):
        json_since = since.isoformat()
    else:
        json_since = since
    params["since"] = json_since

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
        "url": "/api/v1/events",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> EventPage | Problem | None:
    if response.status_code == 200:
        response_200 = EventPage.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[EventPage | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    kind: None | str | Unset = UNSET,
    report: None | str | Unset = UNSET,
    category: None | str | Unset = UNSET,
    area: None | str | Unset = UNSET,
    unit: None | str | Unset = UNSET,
    since: datetime.datetime | None | Unset = UNSET,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 100,

) -> Response[EventPage | Problem]:
    """ The feed of public events

     Every event of every public report, oldest first, each once. The answer always says how to go on:
    ask again with `after` set to the last `cursor`. A page may be empty before the end. What was
    withheld meanwhile is told no more.

    Args:
        kind (None | str | Unset): Kinds of events, with commas between them.
        report (None | str | Unset): Code of one report.
        category (None | str | Unset): Code of a category or of a group of them.
        area (None | str | Unset): Code of an area of any level.
        unit (None | str | Unset): Code of the unit that answers for it.
        since (datetime.datetime | None | Unset): Nothing that happened before: ISO 8601 with its
            zone.
        after (None | str | Unset): The `cursor` of the page before, or that of any event.
        limit (int | Unset):  Default: 100.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EventPage | Problem]
     """


    kwargs = _get_kwargs(
        kind=kind,
report=report,
category=category,
area=area,
unit=unit,
since=since,
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
    kind: None | str | Unset = UNSET,
    report: None | str | Unset = UNSET,
    category: None | str | Unset = UNSET,
    area: None | str | Unset = UNSET,
    unit: None | str | Unset = UNSET,
    since: datetime.datetime | None | Unset = UNSET,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 100,

) -> EventPage | Problem | None:
    """ The feed of public events

     Every event of every public report, oldest first, each once. The answer always says how to go on:
    ask again with `after` set to the last `cursor`. A page may be empty before the end. What was
    withheld meanwhile is told no more.

    Args:
        kind (None | str | Unset): Kinds of events, with commas between them.
        report (None | str | Unset): Code of one report.
        category (None | str | Unset): Code of a category or of a group of them.
        area (None | str | Unset): Code of an area of any level.
        unit (None | str | Unset): Code of the unit that answers for it.
        since (datetime.datetime | None | Unset): Nothing that happened before: ISO 8601 with its
            zone.
        after (None | str | Unset): The `cursor` of the page before, or that of any event.
        limit (int | Unset):  Default: 100.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EventPage | Problem
     """


    return sync_detailed(
        client=client,
kind=kind,
report=report,
category=category,
area=area,
unit=unit,
since=since,
after=after,
limit=limit,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    kind: None | str | Unset = UNSET,
    report: None | str | Unset = UNSET,
    category: None | str | Unset = UNSET,
    area: None | str | Unset = UNSET,
    unit: None | str | Unset = UNSET,
    since: datetime.datetime | None | Unset = UNSET,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 100,

) -> Response[EventPage | Problem]:
    """ The feed of public events

     Every event of every public report, oldest first, each once. The answer always says how to go on:
    ask again with `after` set to the last `cursor`. A page may be empty before the end. What was
    withheld meanwhile is told no more.

    Args:
        kind (None | str | Unset): Kinds of events, with commas between them.
        report (None | str | Unset): Code of one report.
        category (None | str | Unset): Code of a category or of a group of them.
        area (None | str | Unset): Code of an area of any level.
        unit (None | str | Unset): Code of the unit that answers for it.
        since (datetime.datetime | None | Unset): Nothing that happened before: ISO 8601 with its
            zone.
        after (None | str | Unset): The `cursor` of the page before, or that of any event.
        limit (int | Unset):  Default: 100.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EventPage | Problem]
     """


    kwargs = _get_kwargs(
        kind=kind,
report=report,
category=category,
area=area,
unit=unit,
since=since,
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
    kind: None | str | Unset = UNSET,
    report: None | str | Unset = UNSET,
    category: None | str | Unset = UNSET,
    area: None | str | Unset = UNSET,
    unit: None | str | Unset = UNSET,
    since: datetime.datetime | None | Unset = UNSET,
    after: None | str | Unset = UNSET,
    limit: int | Unset = 100,

) -> EventPage | Problem | None:
    """ The feed of public events

     Every event of every public report, oldest first, each once. The answer always says how to go on:
    ask again with `after` set to the last `cursor`. A page may be empty before the end. What was
    withheld meanwhile is told no more.

    Args:
        kind (None | str | Unset): Kinds of events, with commas between them.
        report (None | str | Unset): Code of one report.
        category (None | str | Unset): Code of a category or of a group of them.
        area (None | str | Unset): Code of an area of any level.
        unit (None | str | Unset): Code of the unit that answers for it.
        since (datetime.datetime | None | Unset): Nothing that happened before: ISO 8601 with its
            zone.
        after (None | str | Unset): The `cursor` of the page before, or that of any event.
        limit (int | Unset):  Default: 100.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EventPage | Problem
     """


    return (await asyncio_detailed(
        client=client,
kind=kind,
report=report,
category=category,
area=area,
unit=unit,
since=since,
after=after,
limit=limit,

    )).parsed
