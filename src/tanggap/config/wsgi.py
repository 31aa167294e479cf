"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, close_old_connections
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
application = get_wsgi_application()


def warm_up() -> None:
    """Do once, before the first citizen, what each process does once: every view imported, boundaries and reference tables read."""
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


warm_up()
