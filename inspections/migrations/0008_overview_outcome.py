"""Overviews keep what an area was judged, not only whether. 0010 writes the entries of earlier inspections."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0007_hosted_under_licence")]

    operations = [
        migrations.RemoveIndex("overviewentry", "inspections_overview_counts"),
        migrations.RemoveField("overviewentry", "is_judged"),
        migrations.AddField("overviewentry", "outcome", models.CharField(blank=True, max_length=20)),
        migrations.AddIndex(
            "overviewentry",
            models.Index(
                fields=["area", "grade", "outcome", "live_until", "live_from"],
                condition=models.Q(area__isnull=False),
                name="inspections_overview_counts",
            ),
        ),
    ]
