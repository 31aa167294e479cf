"""The WSGI application, for any server; granian loads `tanggap.config.serving`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
application = get_wsgi_application()
