import pytest
from tanggap.asoca import queries
from tests.asoca import scenes

pytestmark = pytest.mark.django_db


def test_it(django_assert_max_num_queries):
    scene = scenes.closed(judges=2)
    with django_assert_max_num_queries(20):
        view = queries.board(scene.by, scene.number)
    assert view
    print(queries.sensitivity(scene.by, scene.number))
    print(queries.boards(scene.by))
    print(queries.compared(scene.by, scene.number, scene.number))
