"""The real worker with the probe's subscriber: `python run_worker.py [worker options]`."""

import sys

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    from tests.core.outbox import probe

    assert probe.Ticked.name
    call_command("worker", *sys.argv[1:])
