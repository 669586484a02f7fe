"""Write the overview entries of inspections that were released before there were any."""

from itertools import groupby

from django.db import migrations

from inspections.models.overview_entries import entries_from, last_until


def fill(apps, schema_editor):
    models = {name: apps.get_model("inspections", name) for name in ("Inspection", "Judgment", "Area", "OverviewEntry")}
    released = models["Inspection"].objects.filter(state="released").select_related("framework", "body")
    released = released.only(
        *("document_id", "availability", "live_from", "live_until", "reported_on"),
        *("framework__slug", "framework__programme_id", "body__name"),
    )
    in_order = released.order_by("body", "framework__programme", "framework").iterator(chunk_size=500)
    for _whose, editions in groupby(in_order, key=lambda row: (row.body_id, row.framework.programme_id)):
        entries = []
        for _framework, same in groupby(editions, key=lambda row: row.framework_id):
            entries += entries_of(list(same), **models)
        heads = [(slug, entry) for slug, entry in entries if entry.area_id is None]
        ends = last_until([(slug, entry.live_from, entry.live_until) for slug, entry in heads])
        for (_slug, entry), until in zip(heads, ends, strict=True):
            entry.last_until = until
        models["OverviewEntry"].objects.bulk_create(entry for _slug, entry in entries)


def entries_of(editions, *, Judgment, Area, OverviewEntry, **others):
    judgments = Judgment.objects.filter(inspection__in=[row.pk for row in editions]).order_by("sequence")
    framework, body = editions[0].framework, editions[0].body
    said = entries_from(
        editions,
        judgments.values_list("inspection", "area", "grade", "grade__rank"),
        Area.objects.filter(framework=framework, is_recorded=True).values_list("pk", flat=True),
    )
    whose = {"framework_id": framework.pk, "body_id": body.pk, "body_name": body.name}
    return [(framework.slug, OverviewEntry(**whose, **entry)) for entry in said]


def empty(apps, schema_editor):
    apps.get_model("inspections", "OverviewEntry").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("inspections", "0003_overview_entries")]

    operations = [migrations.RunPython(fill, empty)]
