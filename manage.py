#!/usr/bin/env python3
"""Django's command line for Territorio Abierto."""

import gc
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # A migration makes most models anew at each of its operations: cycles that may wait.
    gc.set_threshold(20_000, 20, 50)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
