"""The words a meeting is told by where there are a few known ones: each is kept as it is told to programs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    REGULAR = "regular", _("regular")
    SPECIAL = "special", _("special")
    PREPARATORY = "preparatory", _("preparatory")


class Status(models.TextChoices):
    PLANNED = "planned", _("planned")
    CONFIRMED = "confirmed", _("confirmed")
    HELD = "held", _("held")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


class Format(models.TextChoices):
    IN_PERSON = "in-person", _("in person")
    VIRTUAL = "virtual", _("virtual")
    HYBRID = "hybrid", _("hybrid")


class Role(models.TextChoices):
    CHAIR = "chair", _("chair")
    CO_CHAIR = "co-chair", _("co-chair")
    VICE_CHAIR = "vice-chair", _("vice-chair")
    SECRETARY = "secretary", _("secretary")
    OPENING_SPEAKER = "opening-speaker", _("opening speaker")
    HEAD_OF_DELEGATION = "head-of-delegation", _("head of delegation")


class DocumentKind(models.TextChoices):
    JOINT_STATEMENT = "joint-statement", _("joint statement")
    DECLARATION = "declaration", _("declaration")
    PLAN_OF_ACTION = "plan-of-action", _("plan of action")
    WORK_PROGRAMME = "work-programme", _("work programme")
    CONVENTION = "convention", _("convention")
    CHAIRMANS_STATEMENT = "chairmans-statement", _("chairman's statement")
    COMMUNIQUE = "communique", _("communiqué")
    REPORT = "report", _("report")
    OTHER = "other", _("other document")
