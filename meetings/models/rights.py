"""Who may do what, body by body: every door that changes the record asks here, and nowhere else.

A right is held for one body by a row, or for all bodies by Django's permissions (the groups Editor and Reader).
A token never gives more than its owner has; it may only take away.
"""

from functools import cached_property

from django.conf import settings
from django.db import models

from meetings.models.bodies import Body


class Role(models.TextChoices):
    READER = "reader", "reader"
    PROPOSER = "proposer", "proposer"
    EDITOR = "editor", "editor"
    REVIEWER = "reviewer", "reviewer"


SEE, PROPOSE, WRITE, REVIEW = "see drafts of", "propose", "write", "review"
ROLES = {
    SEE: {Role.READER, Role.EDITOR, Role.REVIEWER},
    PROPOSE: {Role.PROPOSER, Role.EDITOR, Role.REVIEWER},
    WRITE: {Role.EDITOR},
    REVIEW: {Role.EDITOR, Role.REVIEWER},
}
# The permissions that give a role for all bodies.
EVERYWHERE = {
    Role.READER: ["meetings.view_draft"],
    Role.PROPOSER: ["meetings.add_draft"],
    Role.EDITOR: ["meetings.add_meeting", "meetings.change_meeting", "meetings.delete_meeting"],
    Role.REVIEWER: ["meetings.change_draft"],
}
# What somebody needs to be made, said where it is lacking.
LACKING = {
    SEE: "see drafts of its meetings",
    PROPOSE: "propose changes of its meetings",
    WRITE: "write its meetings",
    REVIEW: "decide on drafts of its meetings",
}


class BodyRight(models.Model):
    """That somebody has a role for the meetings of one body."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="body_rights")
    body = models.ForeignKey(Body, models.CASCADE, related_name="rights")
    role = models.CharField(max_length=10, choices=Role)

    class Meta:
        ordering = ["user", "body", "role"]
        constraints = [
            models.UniqueConstraint("user", "body", "role", name="body_right_is_given_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values),
                name="body_right_role_is_known",
                violation_error_message="Choose one of the known roles.",
            ),
        ]

    def __str__(self):
        return f"{self.user} is {self.role} of {self.body}"


class Rights:
    """What `user` may do, through `token` where there is one; asks the database at most a fixed number of times."""

    def __init__(self, user, token=None):
        self.user, self.token = user, token

    def may(self, act, body):
        """Whether `act` (SEE, PROPOSE, WRITE or REVIEW) is allowed on the meetings of `body`; None is no known body."""
        if not self.is_open_to(body):
            return False
        if ROLES[act] & self.everywhere:
            return True
        return bool(body and ROLES[act] & self.by_body.get(body.pk, set()))

    def anywhere(self, act):
        """Whether `act` is allowed on the meetings of any body at all."""
        if self.user is None or not self.user.is_active:
            return False
        return bool(ROLES[act] & self.everywhere) or any(ROLES[act] & roles for roles in self.by_body.values())

    def bodies(self, act):
        """The bodies on whose meetings `act` is allowed."""
        return [body for body in Body.objects.in_record_order() if self.may(act, body)]

    def is_open_to(self, body):
        if self.user is None or not self.user.is_active:
            return False
        return not self.restriction or bool(body and body.slug in self.restriction)

    @property
    def restriction(self):
        """The slugs of the bodies to which the token is restricted; empty where it is to none."""
        return self.token.bodies if self.token else []

    @cached_property
    def everywhere(self):
        """The roles held for all bodies."""
        return {role for role, permissions in EVERYWHERE.items() if self.user.has_perms(permissions)}

    @cached_property
    def by_body(self):
        found = {}
        for body, role in BodyRight.objects.filter(user=self.user).values_list("body", "role"):
            found.setdefault(body, set()).add(role)
        return found

    def lacks(self, act, bodies):
        """A sentence that names the first right that is missing to do `act` on all of `bodies`; empty where none is."""
        return next((self.lack(act, body) for body in bodies if not self.may(act, body)), "")

    def lack(self, act, body):
        """A sentence that names the right which is missing."""
        if body is None:
            return f"You may not {act} what is of no known body: that takes the role for all bodies."
        if self.restriction and body.slug not in self.restriction:
            return f"This token is not for the body {body.slug}. Use one that is, or one for all bodies."
        roles = " or ".join(sorted(ROLES[act]))
        return f"You may not {LACKING[act]}: for the body {body.slug} that takes the role {roles}."


def may_write(user, body):
    """Whether `user` may create, change and delete meetings of `body`."""
    return Rights(user).may(WRITE, body)
