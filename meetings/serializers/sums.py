"""What the API says of counted meetings; used to describe it."""

from rest_framework import serializers


class ValueSerializer(serializers.Serializer):
    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField(min_value=0)


class CountsSerializer(serializers.Serializer):
    """How many meetings are asked for, and how many have each value of each parameter."""

    count = serializers.IntegerField(min_value=0)
    facets = serializers.DictField(child=ValueSerializer(many=True))


class DensitySerializer(serializers.Serializer):
    """The names of the bins in order, and by body how many meetings began in each."""

    bin = serializers.ChoiceField(choices=["year", "month", "day"])
    bins = serializers.ListField(child=serializers.CharField())
    bodies = serializers.DictField(child=serializers.ListField(child=serializers.IntegerField(min_value=0)))
