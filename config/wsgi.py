"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# A request may not hold the database for longer; commands at the terminal may.
os.environ.setdefault("STATEMENT_TIMEOUT_MS", "20000")

application = get_wsgi_application()
