"""The door for a WSGI server; a mistake in the settings is told in one sentence."""

import gc
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "timeline.settings")

try:
    application = get_wsgi_application()
except ImproperlyConfigured as mistake:
    sys.exit(str(mistake))

# By name, as it stands on models, which can be read only from here on.
application = import_string("timeline.at_once.answer_at_once")(application)

# What was loaded stays, so nobody looks for garbage in it again.
gc.collect()
gc.freeze()
gc.set_threshold(10_000)
