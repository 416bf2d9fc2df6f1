"""What the API answers to bulk writes, and what it says of drafts."""

from rest_framework import serializers

from meetings.serializers.fields import OptionalTextField, Strict
from meetings.serializers.meetings import MeetingSerializer
from meetings.serializers.others import Anything, Told


class ChangedFieldSerializer(serializers.Serializer):
    field = serializers.CharField()
    before = Anything()
    after = Anything()


class LineOutcomeSerializer(serializers.Serializer):
    slug = serializers.CharField()
    outcome = serializers.ChoiceField(choices=["created", "changed", "unchanged"])
    differences = ChangedFieldSerializer(many=True)


class BulkSerializer(serializers.Serializer):
    """What a bulk write changed, or would change."""

    dry_run = serializers.BooleanField()
    created = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    results = LineOutcomeSerializer(many=True)


class ProposalSerializer(Strict):
    """What somebody sends who proposes: the whole record as it should be, and what they have to say of it."""

    proposal = MeetingSerializer()
    comment = OptionalTextField(max_length=1000)
    amends = serializers.IntegerField(
        min_value=1, max_value=2**63 - 1, allow_null=True, default=None,
        help_text="Your draft that was sent back, and in whose place this one stands.",
    )  # fmt: skip


class DraftSerializer(serializers.Serializer):
    """A proposal, and what became of it."""

    id = serializers.IntegerField()
    slug = Told(help_text="The meeting that it would change; null for a new one.")
    body = serializers.CharField(source="body.slug", allow_null=True, default=None)
    base = serializers.IntegerField(allow_null=True, help_text="The revision on which it builds.")
    origin = serializers.CharField()
    comment = Told()
    proposal = Anything()
    proposed_by = serializers.CharField(source="proposed_by.username", allow_null=True, default=None)
    proposed_at = serializers.DateTimeField()
    decision = serializers.CharField()
    decided_by = serializers.CharField(source="decided_by.username", allow_null=True, default=None)
    decided_at = serializers.DateTimeField(allow_null=True)
    answer = Told(help_text="Why it was decided so.")
    amends = serializers.IntegerField(
        source="amends_id",
        allow_null=True,
        help_text="The draft that was sent back, and in whose place this one stands.",
    )
    amended_by = serializers.IntegerField(
        source="amended_by.pk", allow_null=True, default=None, help_text="The draft that stands in its place."
    )


class RemarkSerializer(serializers.Serializer):
    """What somebody had to say of a draft, without deciding on it."""

    author = serializers.CharField(source="author.username", allow_null=True, default=None)
    at = serializers.DateTimeField()
    text = serializers.CharField()


class DraftWithDifferencesSerializer(DraftSerializer):
    """A proposal, what it would change of the record as it stands, and what was said of it."""

    remarks = RemarkSerializer(many=True)
    differences = ChangedFieldSerializer(many=True)
