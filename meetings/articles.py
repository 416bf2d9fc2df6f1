"""The reading of articles with what the record knows: its towns, and whatever else they are called."""

from dataclasses import replace

from meetings.models import Place
from meetings.reading import Article, Reading, Town, read


def reading_of(article: Article) -> Reading:
    """What `article` says, with the record's towns known besides its own; one query."""
    towns = Place.objects.towns().in_record_order()
    known = (Town(town.locality, town.country_id, town.region, tuple(town.variants)) for town in towns)
    return read(replace(article, towns=(*article.towns, *known)))
