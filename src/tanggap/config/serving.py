"""What a web process of granian loads: the application, warmed up before its first citizen."""

from django.db import DatabaseError, close_old_connections
from django.urls import get_resolver

from tanggap.config.wsgi import application
from tanggap.core import garbage
from tanggap.evaluation.sources import viewing

__all__ = ["application"]


def warm_up() -> None:
    """Do what each process does once anyway: import every view, read the boundaries and the reference tables."""
    from tanggap.agencies import queries as agencies
    from tanggap.catalog import queries as catalog
    from tanggap.places import boundaries, locate
    from tanggap.places import queries as places

    _ = get_resolver().url_patterns
    if locate.has_boundaries():
        boundaries.boundaries()
    try:
        for read in (places.areas, agencies.units, catalog.categories, catalog.channels, catalog.calendar):
            read()
    except DatabaseError:
        return  # the database is not there yet; the pages say so themselves
    finally:
        close_old_connections()


with garbage.left_lying():
    warm_up()
viewing.begin()
garbage.collect_seldom()
