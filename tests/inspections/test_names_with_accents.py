"""A name is found without its accents: “Zoe” finds “Zoë”, as people type it and as it is stored."""

from importlib import import_module

import pytest
from django.apps import apps

from inspections.models import AreaAlias, Framework, Organisation, OrganisationAlias, OrganisationName, normalise
from tests.factories.inspections import AreaFactory, BodyFactory, FrameworkFactory, released_inspection

pytestmark = pytest.mark.django_db

rewrite = import_module("inspections.migrations.0009_names_without_accents").rewrite


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("Zoë", "zoe"),
        ("Zoe\u0308", "zoe"),  # the accent as a character of its own
        ("Ynys Môn & Sons", "ynys mon and sons"),
        ("ＦＵＬＬ width", "full width"),
        ("İstanbul", "istanbul"),
        ("Straße", "strasse"),
    ],
)
def test_accents_are_set_aside(written, form):
    assert normalise(written) == form == normalise(form)


@pytest.fixture
def zoe(people):
    body = BodyFactory(name="Zoë Valley Police", slug="zoe-valley")
    released_inspection(**people, body=body, framework=FrameworkFactory(areas=1, slug="round"), grades=["good"])
    return body


@pytest.mark.parametrize("asked", ["Zoe", "zoë", "ZOE VALLEY", "valley police"])
def test_the_list_of_bodies_finds_a_name_however_it_is_typed(client, zoe, asked):
    found = client.get("/bodies/", {"q": asked}).context["bodies"]
    assert [body for body, _name in found] == [zoe]
    assert not client.get("/bodies/", {"q": "Zoa"}).context["bodies"]


def test_bodies_are_compared_by_names_typed_without_accents(client, people, zoe):
    framework = Framework.objects.get()
    other = BodyFactory(name="Dunmere Police")
    released_inspection(**people, body=other, framework=framework, grades=["good"])
    response = client.get("/compare/", {"framework": "round", "body": ["Zoe Valley Police", "Dunmere Police"]})
    assert [row.body for row in response.context["rows"]] == [zoe, other]


def test_what_was_stored_with_accents_is_written_anew():
    body, area = BodyFactory(name="Zoë"), AreaFactory()
    body.names.create(name="Zoë")
    body.aliases.create(text="The Zoës")
    area.aliases.create(text="Naïve policing")
    kinds = (Organisation, OrganisationName, OrganisationAlias, AreaAlias)
    for kind in kinds:
        kind.objects.update(normalised="as it was")
    rewrite(apps, None)
    assert [kind.objects.get(normalised__contains="e").normalised for kind in kinds[1:]] == [
        *("zoe", "the zoes", "naive policing")
    ]
    body.refresh_from_db()
    assert body.normalised == "zoe"


def two_aliases(one, other):
    """As they could be stored before accents were set aside."""
    first = OrganisationAlias.objects.create(organisation=one, text="Zoë")
    OrganisationAlias.objects.filter(pk=first.pk).update(normalised="zoë")
    OrganisationAlias.objects.create(organisation=other, text="Zoe")


def test_of_two_aliases_of_one_body_that_became_the_same_the_first_stays():
    body = BodyFactory()
    two_aliases(body, body)
    rewrite(apps, None)
    assert [(alias.text, alias.normalised) for alias in body.aliases.all()] == [("Zoë", "zoe")]


def test_an_alias_that_two_bodies_would_share_is_left_to_a_person():
    two_aliases(BodyFactory(name="Ashmoor"), BodyFactory(name="Dunmere"))
    with pytest.raises(ValueError, match=r"“Zoë” \(Ashmoor\) and “Zoe” \(Dunmere\) are the same alias"):
        rewrite(apps, None)
    assert OrganisationAlias.objects.count() == 2
