"""Sums of meetings by facet and value, so that counting all of them reads none of them."""

from collections import Counter

from django.db import migrations, models

COLUMNS = (
    "pk", "body__slug", "host_id", "chair_country_id", "place__country_id", "status", "kind", "format", "precision",
    "contested", "earliest", "latest",
)  # fmt: skip


def count_what_stands(apps, schema_editor):
    counted = Counter()
    officers = apps.get_model("meetings", "Officer").objects.filter(role__in=["chair", "co-chair"])
    chairing = {}
    for meeting, country in officers.exclude(country=None).values_list("meeting", "country").iterator():
        chairing.setdefault(meeting, set()).add(country)
    # What was never revised is counted when it is.
    rows = apps.get_model("meetings", "Meeting").objects.filter(revision__gt=0).order_by("pk").values(*COLUMNS)
    for row in rows.iterator(chunk_size=2000):
        counted.update(facets_of(row, chairing.get(row["pk"], set())))
    tally = apps.get_model("meetings", "Tally")
    sums = (tally(facet=facet, value=value, number=n, is_sum=True) for (facet, value), n in counted.items() if value)
    tally.objects.bulk_create(sums, batch_size=1000)


def facets_of(row, chairing):
    for facet, column in [("body", "body__slug"), ("host", "host_id"), ("chair", "chair_country_id")]:
        yield facet, row[column]
    for facet in ("status", "kind", "format", "precision"):
        yield facet, row[facet]
    for country in chairing | {row["host_id"], row["chair_country_id"], row["place__country_id"]}:
        yield "country", country
    yield "contested", "true" if row["contested"] else "false"
    if row["earliest"]:
        yield from (("year", str(year)) for year in range(row["earliest"].year, row["latest"].year + 1))
        yield "year-of-body", f"{row['body__slug']} {row['earliest']:%Y}"
        yield "month-of-body", f"{row['body__slug']} {row['earliest']:%Y-%m}"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0007_changes_in_order_of_commits")]

    operations = [
        migrations.CreateModel(
            "Tally",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("facet", models.CharField(max_length=20)),
                ("value", models.CharField(max_length=100)),
                ("number", models.BigIntegerField()),
                ("is_sum", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["facet", "value"], include=["number"], name="tally_by_facet"),
                    models.Index(fields=["id"], condition=models.Q(is_sum=False), name="tally_that_is_a_step"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["facet", "value"], condition=models.Q(is_sum=True), name="tally_sums_a_value_once"
                    )
                ],
            },
        ),
        migrations.RunPython(count_what_stands, migrations.RunPython.noop),
    ]
