"""A wording means one area of its framework: a grade that a file or a list gives it goes nowhere else."""

import pytest

from inspections.models import Area, AreaAlias
from publishing.models import Refused
from tests.factories.inspections import AreaFactory, FrameworkFactory
from tests.newsroom import typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def areas():
    """Two areas of one framework; the first has a short name and an alias."""
    framework = FrameworkFactory(areas=0)
    first = AreaFactory(framework=framework, code="inv", name="Investigating crime", short_name="Investigation")
    first.aliases.create(text="Solving crime")
    return first, AreaFactory(framework=framework, code="man", name="Managing offenders")


@pytest.mark.parametrize("text", ["Investigating crime", "INVESTIGATING  Crime", "investigation", "Inv"])
def test_an_alias_is_not_what_another_area_is_called(areas, text):
    with pytest.raises(Refused, match="means “Investigating crime” in this framework already"):
        areas[1].aliases.create(text=text)
    assert not areas[1].aliases.exists()


def test_an_alias_may_say_what_its_own_area_or_one_of_another_framework_is_called(areas):
    areas[0].aliases.create(text="Investigation")
    AreaFactory().aliases.create(text="Investigating crime")
    areas[1].aliases.create(text="Managing those who offend")
    assert AreaAlias.objects.count() == 4


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *(("name", "Investigating Crime"), ("short_name", "investigation"), ("code", "investigation")),
        *(("name", "Solving crime"), ("short_name", "Solving-crime")),
    ],
)
def test_an_area_is_not_called_what_means_another(areas, field, text):
    setattr(areas[1], field, text)
    with pytest.raises(Refused, match="means “Investigating crime” in this framework already"):
        areas[1].save()
    with pytest.raises(Refused):
        AreaFactory(framework=areas[0].framework, order=50, **{field: text})
    assert Area.objects.filter(framework=areas[0].framework).count() == 2


def test_an_area_keeps_its_own_names(areas):
    areas[0].question = "How well does it investigate crime?"
    areas[0].save()
    areas[0].short_name = "Solving crime"  # its own alias
    areas[0].save()


def test_the_desk_says_it_beside_the_alias(areas, chief, signed_in):
    client = signed_in(chief)
    url = f"/admin/inspections/area/{areas[1].pk}/change/"
    told = typed(client.get(url))
    rows = {"aliases-TOTAL_FORMS": "1", "aliases-0-text": "Investigating crime", "aliases-0-area": areas[1].pk}
    response = client.post(url, told | rows)
    assert response.status_code == 200
    assert "means “Investigating crime” in this framework already" in response.content.decode()
    assert not areas[1].aliases.exists()
    assert client.post(url, told | rows | {"aliases-0-text": "Offenders"}).status_code == 302
    assert areas[1].aliases.get().text == "Offenders"
