"""Keep the other wordings of a grade beside it; until now those of one inspectorate stood in the code."""

from django.db import migrations, models

SPOKEN = ["requiring improvement", "require improvement", "required improvement"]


def keep_what_was_read(apps, schema_editor):
    apps.get_model("inspections", "Grade").objects.filter(label__iexact="requires improvement").update(aliases=SPOKEN)


class Migration(migrations.Migration):
    dependencies = [("inspections", "0010_sorted_by_name_of_the_day")]

    operations = [
        migrations.AddField(
            "grade",
            "aliases",
            models.JSONField(
                blank=True,
                default=list,
                help_text="Other wordings of it in press releases and files, such as “requiring improvement”, a line each.",
            ),
        ),
        migrations.RunPython(keep_what_was_read, migrations.RunPython.noop),
    ]
