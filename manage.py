#!/usr/bin/env python3
"""Django's command line, with a mistake in the settings or a database out of reach told in one sentence."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "timeline.settings")
    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, OperationalError) as mistake:
        if "--traceback" in sys.argv:
            raise
        refused = isinstance(mistake, OperationalError)
        reason = str(mistake).partition("\n")[0]
        sys.exit(f"The database of DATABASE_URL refused: {reason}" if refused else str(mistake))


if __name__ == "__main__":
    main()
