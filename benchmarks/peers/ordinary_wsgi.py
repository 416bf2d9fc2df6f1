"""The door of the ordinary peer: Django's own, which sends nothing ahead of it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.peers.ordinary_settings"
application = get_wsgi_application()
