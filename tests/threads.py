"""Threads that work at one database at once, as workers do; each with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(number, ask):
    """The answers to `ask(0)`, `ask(1)`, … sent from threads of their own at the same moment."""
    barrier = Barrier(number)

    def run(n):
        barrier.wait()
        try:
            return ask(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))
