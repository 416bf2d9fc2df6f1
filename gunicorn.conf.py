"""How gunicorn serves the site; each line may be overridden on its command line."""

import ctypes
import gc
import os
from contextlib import suppress

bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
threads = 8
# Counters of the throttle and of the cache live in one process unless CACHE_URL names a place that several can share.
workers = int(os.environ.get("WEB_CONCURRENCY") or (os.cpu_count() if os.environ.get("CACHE_URL") else 1))
# Loading before forking tells a mistake in the settings once, in one sentence, instead of once a worker.
preload_app = True
control_socket_disable = True
keepalive = 5
timeout = 60
graceful_timeout = 10
# The heartbeat file of a worker must not wait for a disk.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108

# One pool of memory for all threads (glibc's M_ARENA_MAX; other systems have none). Of one for each thread, every page
# of answers would be asked of the system and given back again, and only one thread at a time runs Python anyway.
with suppress(AttributeError):
    ctypes.CDLL(None).mallopt(-8, 1)


def when_ready(server):
    """What was loaded stays, so nobody looks for garbage in it: neither each worker after its fork, nor ever again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)
