"""Keep names in the form they are looked for in, which now leaves accents out."""

from django.db import migrations, models

from inspections.models.names import normalise

WHAT_TO_DO = (
    "“%s” (%s) and “%s” (%s) are the same alias once accents are left out. Delete one of the two, then migrate again."
)


def rewrite(apps, schema_editor):
    for kind, written in (("Organisation", "name"), ("OrganisationName", "name")):
        _write(apps.get_model("inspections", kind), written)
    for kind, owner, unique_in in (
        ("OrganisationAlias", "organisation", None),
        ("AreaAlias", "area", "framework_id"),
    ):
        model = apps.get_model("inspections", kind)
        _drop_twins(model, owner, unique_in)
        _write(model, "text")


def _write(model, written):
    changed = []
    for row in model.objects.only(written, "normalised").iterator(chunk_size=2000):
        if row.normalised != (form := normalise(getattr(row, written))):
            row.normalised = form
            changed.append(row)
    model.objects.bulk_update(changed, ["normalised"], batch_size=500)


def _drop_twins(model, owner, unique_in):
    """An owner needs one of two aliases that are now the same; what two owners share is for a person to decide."""
    kept = {}
    for row in model.objects.select_related(owner).order_by("pk"):
        first = kept.setdefault((unique_in and getattr(row, unique_in), normalise(row.text)), row)
        if first is row:
            continue
        ours, theirs = getattr(row, owner), getattr(first, owner)
        if ours.pk != theirs.pk:
            raise ValueError(WHAT_TO_DO % (first.text, theirs.name, row.text, ours.name))
        row.delete()


class Migration(migrations.Migration):
    dependencies = [("inspections", "0008_overview_outcome")]

    operations = [
        migrations.RemoveIndex(model_name="organisation", name="inspections_organisation_lower"),
        migrations.AddField(
            model_name="organisation",
            name="normalised",
            field=models.CharField(default="", editable=False, max_length=200),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["normalised"], name="inspections_organisation_found"),
        ),
        migrations.RunPython(rewrite, migrations.RunPython.noop),
    ]
