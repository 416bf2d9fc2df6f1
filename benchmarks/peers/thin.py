"""The limit: the least that can answer with these bytes. One query fetches the texts that stand ready, nothing more.

What surrounds the texts of a page (links, signed cursors, the number of all) it knows by heart, from PAGES. To `/` it
answers nothing at all, which is what the server alone takes.
"""

import json
import os
import sqlite3
import threading

import psycopg2

URL = os.environ["DATABASE_URL"]
with open(os.environ["PAGES"], encoding="utf-8") as file:
    PAGES = json.load(file)
LIST = """
    SELECT text FROM meetings_meeting JOIN meetings_answer ON meeting_id = id
    WHERE (sorts_on, slug) > ({0}, {0}) ORDER BY sorts_on, slug LIMIT 50"""
DETAIL = "SELECT text FROM meetings_meeting JOIN meetings_answer ON meeting_id = id WHERE slug = {0}"
HERE, THERE = b'"url":"/', f'"url":"{os.environ["PUBLIC_URL"]}/'.encode()
MARK = "?" if URL.startswith("sqlite") else "%s"
LIST, DETAIL = LIST.format(MARK), DETAIL.format(MARK)
kept = threading.local()


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/":
        start_response("204 No Content", [])
        return []
    if path == "/api/v1/meetings/":
        after, head, tail = PAGES[environ["QUERY_STRING"]]
        answer = b"%b%b%b" % (head.encode(), placed(rows(LIST, after)), tail.encode())
    else:
        answer = placed(rows(DETAIL, [path.split("/")[4]]))
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
    return [answer]


def placed(found):
    return b",".join([THERE.join(text.encode().rsplit(HERE, 1)) for (text,) in found])


def rows(sql, values):
    if not hasattr(kept, "cursor"):
        kept.cursor = connect().cursor()
    kept.cursor.execute(sql, values)
    return kept.cursor.fetchall()


def connect():
    if URL.startswith("sqlite"):
        return sqlite3.connect(URL.removeprefix("sqlite:///"))
    connection = psycopg2.connect(URL)
    connection.autocommit = True
    return connection
