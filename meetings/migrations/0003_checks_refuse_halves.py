"""Half a pair of coordinates, or of first and last day, is refused: comparing with null had let it pass."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_editor_and_reader_groups")]

    operations = [
        migrations.RemoveConstraint("meeting", "meeting_ends_after_it_begins"),
        migrations.AddConstraint(
            "meeting",
            models.CheckConstraint(
                condition=models.Q(earliest__isnull=True, latest__isnull=True)
                | models.Q(earliest__isnull=False, latest__isnull=False, latest__gte=models.F("earliest")),
                name="meeting_ends_after_it_begins",
                violation_error_message="A meeting cannot end before it begins.",
            ),
        ),
        migrations.RemoveConstraint("place", "place_coordinates_are_whole_and_on_earth"),
        migrations.AddConstraint(
            "place",
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, latitude__range=(-90, 90))
                & models.Q(longitude__isnull=False, longitude__range=(-180, 180)),
                name="place_coordinates_are_whole_and_on_earth",
                violation_error_message="Give both latitude (-90 to 90) and longitude (-180 to 180), or neither.",
            ),
        ),
    ]
