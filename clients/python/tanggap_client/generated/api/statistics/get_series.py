from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.get_series_step import GetSeriesStep
from ...models.problem import Problem
from ...models.series import Series
from ...types import UNSET, Unset
from typing import cast
import datetime



def _get_kwargs(
    indicator: str,
    *,
    area: None | str | Unset = UNSET,
    category: None | str | Unset = UNSET,
    unit: None | str | Unset = UNSET,
    channel: None | str | Unset = UNSET,
    from_: datetime.date | None | Unset = UNSET,
    to: datetime.date | None | Unset = UNSET,
    period: None | str | Unset = UNSET,
    step: GetSeriesStep | Unset = GetSeriesStep.AUTO,

) -> dict[str, Any]:




    params: dict[str, Any] = {}

    json_area: None | str | Unset
    if isinstance(area, Unset):
        json_area = UNSET
    else:
        json_area = area
    params["area"] = json_area

    json_category: None | str | Unset
    if isinstance(category, Unset):
        json_category = UNSET
    else:
        json_category = category
    params["category"] = json_category

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

    json_from_: None | str | Unset
    if isinstance(from_, Unset):
        json_from_ = UNSET
    elif isinstance(from_, datetime.date):
        json_from_ = from_.isoformat()
    else:
        json_from_ = from_
    params["from"] = json_from_

    json_to: None | str | Unset
    if isinstance(to, Unset):
        json_to = UNSET
    elif isinstance(to, datetime.date):
        json_to = to.isoformat()
    else:
        json_to = to
    params["to"] = json_to

    json_period: None | str | Unset
    if isinstance(period, Unset):
        json_period = UNSET
    else:
        json_period = period
    params["period"] = json_period

    json_step: str | Unset = UNSET
    if not isinstance(step, Unset):
        json_step = step.value

    params["step"] = json_step


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/stats/{indicator}/series".format(indicator=quote(str(indicator), safe=""),),
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | Series | None:
    if response.status_code == 200:
        response_200 = Series.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | Series]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    indicator: str,
    *,
    client: AuthenticatedClient,
    area: None | str | Unset = UNSET,
    category: None | str | Unset = UNSET,
    unit: None | str | Unset = UNSET,
    channel: None | str | Unset = UNSET,
    from_: datetime.date | None | Unset = UNSET,
    to: datetime.date | None | Unset = UNSET,
    period: None | str | Unset = UNSET,
    step: GetSeriesStep | Unset = GetSeriesStep.AUTO,

) -> Response[Problem | Series]:
    """ A figure over time

     One indicator day by day, week by week or month by month.

    Args:
        indicator (str):
        area (None | str | Unset): Code of an area of any level.
        category (None | str | Unset): Code of a category or of a group of them.
        unit (None | str | Unset): Code of a unit; those below it count with it.
        channel (None | str | Unset): Code of the channel by which it came.
        from_ (datetime.date | None | Unset): First local day.
        to (datetime.date | None | Unset): Last local day.
        period (None | str | Unset): Instead of days: `30d`, `12m`, `year:2026`, `month:2026-03`
            or `all`.
        step (GetSeriesStep | Unset):  Default: GetSeriesStep.AUTO.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Series]
     """


    kwargs = _get_kwargs(
        indicator=indicator,
area=area,
category=category,
unit=unit,
channel=channel,
from_=from_,
to=to,
period=period,
step=step,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    indicator: str,
    *,
    client: AuthenticatedClient,
    area: None | str | Unset = UNSET,
    category: None | str | Unset = UNSET,
    unit: None | str | Unset = UNSET,
    channel: None | str | Unset = UNSET,
    from_: datetime.date | None | Unset = UNSET,
    to: datetime.date | None | Unset = UNSET,
    period: None | str | Unset = UNSET,
    step: GetSeriesStep | Unset = GetSeriesStep.AUTO,

) -> Problem | Series | None:
    """ A figure over time

     One indicator day by day, week by week or month by month.

    Args:
        indicator (str):
        area (None | str | Unset): Code of an area of any level.
        category (None | str | Unset): Code of a category or of a group of them.
        unit (None | str | Unset): Code of a unit; those below it count with it.
        channel (None | str | Unset): Code of the channel by which it came.
        from_ (datetime.date | None | Unset): First local day.
        to (datetime.date | None | Unset): Last local day.
        period (None | str | Unset): Instead of days: `30d`, `12m`, `year:2026`, `month:2026-03`
            or `all`.
        step (GetSeriesStep | Unset):  Default: GetSeriesStep.AUTO.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Series
     """


    return sync_detailed(
        indicator=indicator,
client=client,
area=area,
category=category,
unit=unit,
channel=channel,
from_=from_,
to=to,
period=period,
step=step,

    ).parsed

async def asyncio_detailed(
    indicator: str,
    *,
    client: AuthenticatedClient,
    area: None | str | Unset = UNSET,
    category: None | str | Unset = UNSET,
    unit: None | str | Unset = UNSET,
    channel: None | str | Unset = UNSET,
    from_: datetime.date | None | Unset = UNSET,
    to: datetime.date | None | Unset = UNSET,
    period: None | str | Unset = UNSET,
    step: GetSeriesStep | Unset = GetSeriesStep.AUTO,

) -> Response[Problem | Series]:
    """ A figure over time

     One indicator day by day, week by week or month by month.

    Args:
        indicator (str):
        area (None | str | Unset): Code of an area of any level.
        category (None | str | Unset): Code of a category or of a group of them.
        unit (None | str | Unset): Code of a unit; those below it count with it.
        channel (None | str | Unset): Code of the channel by which it came.
        from_ (datetime.date | None | Unset): First local day.
        to (datetime.date | None | Unset): Last local day.
        period (None | str | Unset): Instead of days: `30d`, `12m`, `year:2026`, `month:2026-03`
            or `all`.
        step (GetSeriesStep | Unset):  Default: GetSeriesStep.AUTO.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Series]
     """


    kwargs = _get_kwargs(
        indicator=indicator,
area=area,
category=category,
unit=unit,
channel=channel,
from_=from_,
to=to,
period=period,
step=step,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    indicator: str,
    *,
    client: AuthenticatedClient,
    area: None | str | Unset = UNSET,
    category: None | str | Unset = UNSET,
    unit: None | str | Unset = UNSET,
    channel: None | str | Unset = UNSET,
    from_: datetime.date | None | Unset = UNSET,
    to: datetime.date | None | Unset = UNSET,
    period: None | str | Unset = UNSET,
    step: GetSeriesStep | Unset = GetSeriesStep.AUTO,

) -> Problem | Series | None:
    """ A figure over time

     One indicator day by day, week by week or month by month.

    Args:
        indicator (str):
        area (None | str | Unset): Code of an area of any level.
        category (None | str | Unset): Code of a category or of a group of them.
        unit (None | str | Unset): Code of a unit; those below it count with it.
        channel (None | str | Unset): Code of the channel by which it came.
        from_ (datetime.date | None | Unset): First local day.
        to (datetime.date | None | Unset): Last local day.
        period (None | str | Unset): Instead of days: `30d`, `12m`, `year:2026`, `month:2026-03`
            or `all`.
        step (GetSeriesStep | Unset):  Default: GetSeriesStep.AUTO.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Series
     """


    return (await asyncio_detailed(
        indicator=indicator,
client=client,
area=area,
category=category,
unit=unit,
channel=channel,
from_=from_,
to=to,
period=period,
step=step,

    )).parsed
