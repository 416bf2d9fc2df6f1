"""The door for a WSGI server; a mistake in the settings is told in one sentence."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "timeline.settings")

try:
    application = get_wsgi_application()
except ImproperlyConfigured as mistake:
    sys.exit(str(mistake))
