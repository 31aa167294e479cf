"""Each photo is asked for by its own address and judged for its viewer."""

from uuid import uuid4

import pytest
from tests.factories import make
from tests.web.public.pages import path_of

from tanggap.catalog import queries as catalog
from tanggap.reports.models import Photo
from tanggap.reports.photos import Upload

pytestmark = pytest.mark.django_db


def photographed(**changes):
    made = make.report(photos=[Upload(make.photo(), "a.jpg")], **changes)
    return made, Photo.objects.get(report=made)


@pytest.mark.parametrize("size", ["thumb", "shown"])
def test_a_public_photo_is_a_plain_picture(client, size):
    _made, photo = photographed()
    response = client.get(f"/foto/{photo.id}/{size}.jpg")

    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=60, must-revalidate"
    assert b"".join(response.streaming_content)[:3] == b"\xff\xd8\xff"


def test_a_private_photo_is_seen_by_its_reporter_alone(client):
    made, photo = photographed(visibility="private")
    own = client.get(f"{path_of(made)}foto/{photo.id}/shown.jpg")

    assert client.get(f"/foto/{photo.id}/shown.jpg").status_code == 404
    assert (own.status_code, own["Cache-Control"]) == (200, "private, no-store")


def test_a_photo_that_could_unmask_the_reporter_is_not_public(client):
    sensitive = next(row for row in catalog.leaves() if row.is_sensitive and not row.is_confidential)
    made, photo = photographed(category=sensitive.code)

    assert client.get(f"/foto/{photo.id}/shown.jpg").status_code == 404
    assert str(photo.id) not in client.get(f"/laporan/{made.code}/").content.decode()


def test_one_private_link_opens_no_other_photo(client):
    mine, _photo = photographed(visibility="private")
    _theirs, photo = photographed(visibility="private")

    assert client.get(f"{path_of(mine)}foto/{photo.id}/shown.jpg").status_code == 404


def test_the_unit_that_handles_it_sees_it(client):
    made, photo = photographed(visibility="private")
    client.force_login(make.staff(of=made.unit_id), backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(f"/foto/{photo.id}/shown.jpg")

    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


@pytest.mark.parametrize("size", ["original", "large", "..", "thumb%00"])
def test_only_the_two_sizes_exist(client, size):
    _made, photo = photographed()

    assert client.get(f"/foto/{photo.id}/{size}.jpg").status_code == 404
    assert client.get(f"/foto/{uuid4()}/thumb.jpg").status_code == 404
