from django.db import migrations

from consent.actions import load_default_register


def load(apps, schema_editor):
    load_default_register(apps)


class Migration(migrations.Migration):
    # Apart from 0001: PostgreSQL adds no foreign key to a table that has rows waiting in the same transaction.
    dependencies = [("consent", "0001_initial"), ("cookie_consent", "0004_cookie_natural_key")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
