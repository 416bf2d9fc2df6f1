"""The editors' desk: every form writes the record and its history together, or nothing at all."""

from django.contrib import admin

from meetings.admin.accounts import AccountAdmin, AccountEventAdmin, GroupOfAccountsAdmin
from meetings.admin.bodies import BodyAdmin
from meetings.admin.drafts import DraftAdmin
from meetings.admin.history import RevisionAdmin
from meetings.admin.imports import ImportAdmin
from meetings.admin.meetings import MeetingAdmin
from meetings.admin.people import PersonAdmin
from meetings.admin.places import CountryAdmin, PlaceAdmin
from meetings.admin.reports import ReportAdmin
from meetings.admin.sources import SourceAdmin
from meetings.admin.tokens import BodyRightAdmin, TokenAdmin

__all__ = [
    "AccountAdmin",
    "AccountEventAdmin",
    "BodyAdmin",
    "BodyRightAdmin",
    "CountryAdmin",
    "DraftAdmin",
    "GroupOfAccountsAdmin",
    "ImportAdmin",
    "MeetingAdmin",
    "PersonAdmin",
    "PlaceAdmin",
    "ReportAdmin",
    "RevisionAdmin",
    "SourceAdmin",
    "TokenAdmin",
]

admin.site.site_header = "The ASEAN meetings record"
admin.site.site_title = "The ASEAN meetings record"
admin.site.index_title = "The editors’ desk"
