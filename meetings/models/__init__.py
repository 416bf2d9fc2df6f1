"""The record's tables; everything a row must satisfy is said here, as a constraint or a check."""

from meetings.models.accounts import AccountEvent
from meetings.models.answers import Answer, Line
from meetings.models.bodies import Body
from meetings.models.doubles import Double
from meetings.models.drafts import Draft, Remark
from meetings.models.imports import Import, ImportLine
from meetings.models.loading import LoadedEntry
from meetings.models.meetings import Document, Meeting, Officer
from meetings.models.merges import Merge
from meetings.models.people import FormerPerson, Person
from meetings.models.places import Country, FormerPlace, Place
from meetings.models.reports import Report
from meetings.models.revisions import Commit, Revision
from meetings.models.rights import BodyRight
from meetings.models.sources import Citation, FormerSource, Source
from meetings.models.tallies import Tally
from meetings.models.tokens import Token

__all__ = [
    "AccountEvent",
    "Answer",
    "Body",
    "BodyRight",
    "Citation",
    "Commit",
    "Country",
    "Document",
    "Double",
    "Draft",
    "FormerPerson",
    "FormerPlace",
    "FormerSource",
    "Import",
    "ImportLine",
    "Line",
    "LoadedEntry",
    "Meeting",
    "Merge",
    "Officer",
    "Person",
    "Place",
    "Remark",
    "Report",
    "Revision",
    "Source",
    "Tally",
    "Token",
]
