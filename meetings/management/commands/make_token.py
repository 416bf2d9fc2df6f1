"""manage.py make_token USER: a key for a program; what it prints is shown this once."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from meetings.models import Body, Token
from meetings.models.tokens import Scope
from meetings.suggestions import did_you_mean


class Command(BaseCommand):
    help = "Make a token with which a program acts for USER; its text is printed once and kept nowhere."

    def add_arguments(self, parser):
        parser.add_argument("user", metavar="USER")
        parser.add_argument("--scope", choices=Scope.values, default=Scope.READ, help="what it allows (read)")
        parser.add_argument("--body", action="append", default=[], help="a body it is for; repeat it for several")
        parser.add_argument("--days", type=int, help="how long it may be used; without it, until it is revoked")
        parser.add_argument("--name", default="", help="what it is for, to know it again")

    def handle(self, *, user, scope, body, days, name, **options):
        if days is not None and not 1 <= days <= 36500:
            raise CommandError(f"--days is a number from 1 to 36500, not {days}.")
        owner = get_user_model().objects.filter(username=user).first()
        if owner is None:
            raise CommandError(f"There is no user {user}.")
        self.refuse_unknown(body)
        token, text = Token.objects.make(
            owner, at=timezone.now(), days=days, scope=scope, bodies=sorted(set(body)), name=name
        )
        self.stderr.write(f"This is shown once. {token} may {token.get_scope_display()} for {owner}.")
        self.stdout.write(text)

    def refuse_unknown(self, slugs):
        known = list(Body.objects.values_list("slug", flat=True))
        for slug in slugs:
            if slug not in known:
                raise CommandError(f"There is no body {slug}.{did_you_mean(slug, known)}")
