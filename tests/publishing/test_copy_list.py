"""No part of an edition can be forgotten when the next one is made of it."""

from typing import ClassVar

from django.core.checks import run_checks
from django.db import models
from django.test.utils import isolate_apps

from publishing.checks import _undeclared
from publishing.models import Document, Edition, Part


def test_every_kind_of_edition_declares_all_its_parts():
    assert [error for error in run_checks() if error.id == "publishing.E001"] == []


@isolate_apps("website", "publishing", "accounts", "django.contrib.auth", "django.contrib.contenttypes")
def test_a_part_that_is_not_declared_is_an_error_with_a_hint():
    class Leaflet(Edition):
        copies: ClassVar = ("pictures",)
        related = models.ManyToManyField(Document, related_name="+")

        class Meta(Edition.Meta):
            app_label = "website"

    class Picture(Part):
        parent = models.ForeignKey(Leaflet, on_delete=models.CASCADE, related_name="pictures")

        class Meta:
            app_label = "website"

    class Remark(Part):
        part_of = "picture"
        picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="remarks")

        class Meta:
            app_label = "website"

    errors = _undeclared(Leaflet, Leaflet)
    assert sorted(error.msg for error in errors) == [
        "website.Leaflet.related is not copied into a new edition.",
        "website.Picture.remarks is not copied into a new edition.",
    ]
    assert {error.id for error in errors} == {"publishing.E001"}
    assert all("copies" in error.hint for error in errors)

    Leaflet.copies, Picture.copies = ("pictures", "related"), ("remarks",)
    assert _undeclared(Leaflet, Leaflet) == []
