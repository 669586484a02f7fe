"""Overviews keep what an area was judged, not only whether; the entries of all inspections are written anew."""

from itertools import groupby

from django.db import migrations, models

from inspections.models.overview_entries import entries_from, last_until


def fill(apps, schema_editor):
    tables = {name: apps.get_model("inspections", name) for name in ("Inspection", "Judgment", "Area", "OverviewEntry")}
    tables["OverviewEntry"].objects.all().delete()
    released = tables["Inspection"].objects.filter(state="released").select_related("framework", "body")
    released = released.only(
        *("document_id", "availability", "live_from", "live_until", "reported_on"),
        *("framework__order", "framework__programme_id", "body__name"),
    )
    in_order = released.order_by("body", "framework__programme", "framework").iterator(chunk_size=500)
    for _whose, editions in groupby(in_order, key=lambda row: (row.body_id, row.framework.programme_id)):
        entries = []
        for _framework, same in groupby(editions, key=lambda row: row.framework_id):
            entries += entries_of(list(same), **tables)
        heads = [(version, entry) for version, entry in entries if entry.area_id is None]
        ends = last_until([(version, entry.live_from, entry.live_until) for version, entry in heads])
        for (_version, entry), until in zip(heads, ends, strict=True):
            entry.last_until = until
        tables["OverviewEntry"].objects.bulk_create(entry for _version, entry in entries)


def entries_of(editions, *, Judgment, Area, OverviewEntry, **others):
    judgments = Judgment.objects.filter(inspection__in=[row.pk for row in editions]).order_by("sequence")
    framework, body = editions[0].framework, editions[0].body
    said = entries_from(
        editions,
        judgments.values_list("inspection", "area", "outcome", "grade", "grade__rank"),
        Area.objects.filter(framework=framework, is_recorded=True).values_list("pk", flat=True),
    )
    whose = {"framework_id": framework.pk, "body_id": body.pk, "body_name": body.name}
    return [(framework.order, OverviewEntry(**whose, **entry)) for entry in said]


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
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
