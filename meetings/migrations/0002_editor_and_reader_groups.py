"""The groups Editor and Reader, with their rights.

Django makes permissions only after all migrations, so those that are needed here are made here, under the very names
by which Django finds them later.
"""

from django.db import migrations

EDITED = ["meeting", "officer", "document", "citation", "person", "place", "source"]
VIEWED = [*EDITED, "body", "country", "revision", "draft"]
RIGHTS = {
    "Editor": [(verb, model) for model in EDITED for verb in ("add", "change", "delete")]
    + [("view", model) for model in VIEWED],
    "Reader": [("view", model) for model in VIEWED],
}


def make_groups(apps, schema_editor):
    database = schema_editor.connection.alias
    Group = apps.get_model("auth", "Group")
    for name, rights in RIGHTS.items():
        group, _ = Group.objects.using(database).get_or_create(name=name)
        group.permissions.add(*[permission(apps, database, verb, model) for verb, model in rights])


def permission(apps, database, verb, model):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    kind, _ = ContentType.objects.using(database).get_or_create(app_label="meetings", model=model)
    made, _ = Permission.objects.using(database).get_or_create(
        content_type=kind, codename=f"{verb}_{model}", defaults={"name": f"Can {verb} {model}"}
    )
    return made


def remove_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Group.objects.using(schema_editor.connection.alias).filter(name__in=RIGHTS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
