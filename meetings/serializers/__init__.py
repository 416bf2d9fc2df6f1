"""The one shape of a record: the same keys with the same meaning in dataset, API, history and drafts."""

from meetings.serializers.meetings import MeetingSerializer
from meetings.serializers.shape import derive, shape, without_empty
from meetings.serializers.writing import Writer

__all__ = ["MeetingSerializer", "Writer", "derive", "shape", "without_empty"]
