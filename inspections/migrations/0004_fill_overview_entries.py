"""Nothing: 0010 writes the overview entries of earlier inspections, since it changed what they say."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("inspections", "0003_overview_entries")]

    operations = []
