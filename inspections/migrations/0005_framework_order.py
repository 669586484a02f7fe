"""Give the versions of a programme a place that says which is the newest; until now their addresses decided."""

from django.db import migrations, models


def number(apps, schema_editor):
    Framework = apps.get_model("inspections", "Framework")
    places = {}
    for framework in Framework.objects.order_by("programme", "slug").only("pk", "programme"):
        place = places[framework.programme_id] = places.get(framework.programme_id, 0) + 10
        Framework.objects.filter(pk=framework.pk).update(order=place)


class Migration(migrations.Migration):
    dependencies = [("inspections", "0004_fill_overview_entries")]

    operations = [
        migrations.AddField(
            "framework",
            "order",
            models.PositiveSmallIntegerField(
                default=0,
                help_text="Where it stands among the versions of its programme, the earliest lowest: 10, 20, 30 leave gaps.",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(number, migrations.RunPython.noop),
        migrations.AlterModelOptions("framework", {"ordering": ["programme", "order"]}),
        migrations.AddConstraint(
            "framework",
            models.UniqueConstraint(fields=["programme", "order"], name="inspections_framework_one_per_order"),
        ),
    ]
