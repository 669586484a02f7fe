"""Order lists of bodies by the name that they show, whatever its case and accents.

The overview entries of all inspections are written anew.
"""

import datetime as dt
from itertools import groupby

from django.db import migrations, models
from django.utils import timezone

from inspections.models.names import normalise
from inspections.models.overview_entries import entries_from, last_until


def put_in_place(apps, schema_editor):
    Organisation = apps.get_model("inspections", "Organisation")
    today = timezone.localdate()
    changed = []
    for organisation in Organisation.objects.prefetch_related("names").iterator(chunk_size=2000):
        organisation.sorts_as = normalise(_name_on(organisation, today))
        changed.append(organisation)
    Organisation.objects.bulk_update(changed, ["sorts_as"], batch_size=500)


def _name_on(organisation, day):
    names = [
        name
        for name in organisation.names.all()
        if (name.valid_from or dt.date.min) <= day <= (name.valid_to or dt.date.max)
    ]
    return max(names, key=lambda name: name.valid_from or dt.date.min).name if names else organisation.name


def write_entries(apps, schema_editor):
    tables = {name: apps.get_model("inspections", name) for name in ("Inspection", "Judgment", "Area", "OverviewEntry")}
    tables["OverviewEntry"].objects.all().delete()
    released = tables["Inspection"].objects.filter(state="released").select_related("framework", "body")
    released = released.only(
        *("document_id", "availability", "live_from", "live_until", "reported_on"),
        *("framework__order", "framework__programme_id", "body__sorts_as"),
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
    whose = {"framework_id": framework.pk, "body_id": body.pk, "sorts_as": body.sorts_as}
    return [(framework.order, OverviewEntry(**whose, **entry)) for entry in said]


class Migration(migrations.Migration):
    dependencies = [("inspections", "0009_names_without_accents")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="sorts_as",
            field=models.CharField(default="", editable=False, max_length=200),
        ),
        migrations.RemoveIndex(model_name="overviewentry", name="inspections_overview_by_name"),
        migrations.RemoveIndex(model_name="overviewentry", name="inspections_overview_by_grade"),
        migrations.RemoveIndex(model_name="overviewentry", name="inspections_overview_waiting"),
        migrations.RenameField(model_name="overviewentry", old_name="body_name", new_name="sorts_as"),
        migrations.RunPython(put_in_place, migrations.RunPython.noop),
        migrations.RunPython(write_entries, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="organisation", name="inspections_organisation_name"),
        migrations.RemoveIndex(model_name="organisation", name="inspections_organisation_area"),
        migrations.AlterModelOptions(name="organisation", options={"ordering": ["sorts_as", "id"]}),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["sorts_as", "id"], name="inspections_organisation_name"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["region", "id"], name="inspections_organisation_area"),
        ),
        migrations.AddIndex(
            model_name="overviewentry",
            index=models.Index(
                condition=models.Q(("area", None)),
                fields=["framework", "sorts_as", "body"],
                name="inspections_overview_by_name",
            ),
        ),
        migrations.AddIndex(
            model_name="overviewentry",
            index=models.Index(
                condition=models.Q(("area__isnull", False)),
                fields=["area", "place", "sorts_as", "body"],
                name="inspections_overview_by_grade",
            ),
        ),
        migrations.AddIndex(
            model_name="overviewentry",
            index=models.Index(
                condition=models.Q(("area", None)),
                fields=["framework", "last_until"],
                name="inspections_overview_waiting",
            ),
        ),
    ]
