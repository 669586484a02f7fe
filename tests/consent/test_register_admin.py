"""The newsroom keeps the register; its proof is read and never written by hand."""

import csv
from io import StringIO

import pytest
from cookie_consent.models import Cookie, CookieGroup, LogItem
from django.contrib import admin
from django.core.management import call_command
from django.urls import reverse

from consent import actions, register
from consent.models import ConsentEvent, PolicySnapshot, RegisterState


@pytest.fixture
def desk(chief, signed_in):
    return signed_in(chief)


def cookie_form(group, **changed) -> dict:
    return {
        "cookiegroup": group.pk,
        "name": "_new_*",
        "description": "Counts.",
        "path": "/",
        "domain": "",
        "detail-TOTAL_FORMS": 1,
        "detail-INITIAL_FORMS": 0,
        "detail-MIN_NUM_FORMS": 1,
        "detail-MAX_NUM_FORMS": 1,
        "detail-0-party": "first",
        "detail-0-provider": "",
        "detail-0-expiry": "1 day",
        "detail-0-kind": "cookie",
        "detail-0-translations": "{}",
        **changed,
    }


def group_form(group, **changed) -> dict:
    return {
        "name": group.name,
        "description": group.description,
        "ordering": group.ordering,
        "detail-TOTAL_FORMS": 1,
        "detail-INITIAL_FORMS": 1,
        "detail-MIN_NUM_FORMS": 1,
        "detail-MAX_NUM_FORMS": 1,
        "detail-0-id": group.detail.pk,
        "detail-0-group": group.pk,
        "detail-0-basis": group.detail.basis,
        "detail-0-translations": "{}",
        **changed,
    }


def existing(cookie, **changed) -> dict:
    detail = {"detail-INITIAL_FORMS": 1, "detail-0-id": cookie.detail.pk, "detail-0-cookie": cookie.pk}
    same = {"name": cookie.name, "description": cookie.description, "detail-0-expiry": cookie.detail.expiry}
    return cookie_form(cookie.cookiegroup, **{**detail, **same, **changed})


def errors(response) -> str:
    return str(response.context["errors"])


def test_the_librarys_own_admin_is_gone(db):
    assert not admin.site.is_registered(LogItem)
    for model in (Cookie, CookieGroup):
        assert type(admin.site._registry[model]).__module__ == "consent.admin"


PAGES = [
    "admin:cookie_consent_cookiegroup_changelist",
    "admin:cookie_consent_cookiegroup_add",
    "admin:cookie_consent_cookie_changelist",
    "admin:cookie_consent_cookie_add",
    "admin:consent_policysnapshot_changelist",
    "admin:consent_consentevent_changelist",
    "admin:consent_export",
    "admin:consent_ask_again",
]


@pytest.mark.parametrize("name", PAGES)
def test_a_chief_editor_may_look_after_the_register(desk, choose, name):
    choose("accept")
    assert desk.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_nobody_else_may(client, writer, publisher, signed_in, name):
    assert client.get(reverse(name)).status_code == 302
    for person in (writer, publisher):
        assert signed_in(person).get(reverse(name)).status_code == 403
        assert signed_in(person).post(reverse(name)).status_code == 403


def test_adding_a_cookie_is_one_change_of_the_register_and_asks_again(desk, group, chief):
    before, number = register.current(), RegisterState.objects.get().number
    response = desk.post(reverse("admin:cookie_consent_cookie_add"), cookie_form(group("usage")))
    assert response.status_code == 302, errors(response)
    register.forget()
    after = register.current()
    assert after.number == number + 1
    assert after.versions["usage"] > before.versions["usage"]
    assert after.versions["preferences"] == before.versions["preferences"]
    assert "_new_*" in after.patterns["usage"]
    assert PolicySnapshot.objects.filter(changed_by=str(chief)).exists()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("*", "two characters"),
        ("a*", "two characters"),
        ("sess*", "sessionid"),
        ("csrftoken", "csrftoken"),
        ("*consent", "cookie_consent"),
        ("a b", "no spaces"),
        ("a;b", "no spaces"),
        ("é_a", "no spaces"),
        ("a[bc]", "no spaces"),
    ],
)
def test_a_pattern_that_takes_too_much_is_refused(desk, group, name, reason):
    response = desk.post(reverse("admin:cookie_consent_cookie_add"), cookie_form(group("usage"), name=name))
    assert response.status_code == 200
    assert reason in errors(response)
    assert not Cookie.objects.filter(name=name, cookiegroup=group("usage")).exists()


def test_an_essential_cookie_that_a_pattern_takes_in_is_refused(desk, group, add_cookie):
    add_cookie("usage", "stay_*")
    response = desk.post(reverse("admin:cookie_consent_cookie_add"), cookie_form(group("essential"), name="stay_here"))
    assert "stay_*" in errors(response)


@pytest.mark.parametrize(
    ("changed", "is_offered"),
    [
        ({"description": "Something else."}, True),
        ({"detail-0-provider": "Tracker Ltd", "detail-0-party": "third"}, True),
        ({"detail-0-expiry": "2 days"}, False),
    ],
)
def test_a_changed_purpose_or_provider_offers_to_ask_everyone_again(desk, group, changed, is_offered):
    cookie = group("usage").cookie_set.get()
    address = reverse("admin:cookie_consent_cookie_change", args=[cookie.pk])
    page = desk.post(address, existing(cookie, **changed), follow=True).content.decode()
    assert (f"{reverse('admin:consent_ask_again')}?group={group('usage').pk}" in page) is is_offered


def test_changing_words_alone_asks_nobody(desk, group):
    cookie, before = group("usage").cookie_set.get(), register.current().versions
    address = reverse("admin:cookie_consent_cookie_change", args=[cookie.pk])
    assert desk.post(address, existing(cookie, description="Clearer words.")).status_code == 302
    register.forget()
    assert register.current().versions == before


@pytest.mark.parametrize("move", [{"name": "other_name"}, {"cookiegroup": "preferences"}])
def test_a_cookie_under_another_name_or_group_is_asked_about(desk, group, move):
    cookie, before = group("usage").cookie_set.get(), register.current()
    target = move.get("cookiegroup", "usage")
    if "cookiegroup" in move:
        move = {"cookiegroup": group("preferences").pk}
    address = reverse("admin:cookie_consent_cookie_change", args=[cookie.pk])
    response = desk.post(address, existing(cookie, **move))
    assert response.status_code == 302, errors(response)
    register.forget()
    assert register.current().versions[target] > before.versions[target]


def test_asking_again_shows_first_what_it_will_do(desk, group, choose):
    choose("accept")
    choose("reject")
    choose("reject")
    address = f"{reverse('admin:consent_ask_again')}?group={group('usage').pk}"
    before = register.current().versions
    page = desk.get(address).content.decode()
    assert group("usage").name in page
    assert "1 yes, 2 no" in page
    register.forget()
    assert register.current().versions == before
    assert desk.post(address).status_code == 302
    register.forget()
    after = register.current()
    assert after.versions["usage"] > before["usage"]
    assert after.versions["preferences"] == before["preferences"]
    assert after.asked_again == {"usage": after.versions["usage"]}


@pytest.mark.parametrize("query", ["", "?group=x", "?group=999999", "?group=" + "9" * 40, "?group=%F0%9F%92%A9"])
def test_asking_again_about_nothing_does_nothing(desk, db, query):
    before = register.current().versions
    assert desk.post(reverse("admin:consent_ask_again") + query).status_code == 200
    assert register.current().versions == before


def test_nobody_is_asked_again_about_essential_cookies(desk, group):
    desk.post(f"{reverse('admin:consent_ask_again')}?group={group('essential').pk}")
    group("essential").detail.refresh_from_db()
    assert group("essential").detail.asked_again_at is None


def test_the_action_of_the_list_leads_to_the_preview(desk, group):
    response = desk.post(
        reverse("admin:cookie_consent_cookiegroup_changelist"),
        {"action": "ask_again", "_selected_action": [group("usage").pk]},
    )
    assert response["Location"] == f"{reverse('admin:consent_ask_again')}?group={group('usage').pk}"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ('{"cy": {"nmae": "x"}}', "nmae"),
        ('["cy"]', "language code"),
        ('{"cy": "x"}', "language code"),
        ('{"cy": {"name": 1}}', "language code"),
    ],
)
def test_words_in_another_language_are_checked(desk, group, words, reason):
    address = reverse("admin:cookie_consent_cookiegroup_change", args=[group("usage").pk])
    response = desk.post(address, group_form(group("usage"), **{"detail-0-translations": words}))
    assert reason in errors(response)


def test_words_in_another_language_are_shown_in_it(desk, client, group):
    address = reverse("admin:cookie_consent_cookiegroup_change", args=[group("usage").pk])
    words = '{"cy": {"name": "Cwcis defnydd"}}'
    assert desk.post(address, group_form(group("usage"), **{"detail-0-translations": words})).status_code == 302
    register.forget()
    shown = {group.varname: group for group in register.current().groups}["usage"]
    assert shown.to_dict("cy")["name"] == "Cwcis defnydd"
    assert shown.to_dict("en-gb")["name"] == group("usage").name


def test_the_short_name_of_a_group_never_changes(desk, group):
    address = reverse("admin:cookie_consent_cookiegroup_change", args=[group("usage").pk])
    desk.post(address, group_form(group("usage"), varname="other"))
    assert CookieGroup.objects.filter(varname="usage").exists()


def test_deleting_a_group_is_a_change_of_the_register(desk, group):
    number = RegisterState.objects.get().number
    address = reverse("admin:cookie_consent_cookiegroup_delete", args=[group("usage").pk])
    assert desk.post(address, {"post": "yes"}).status_code == 302
    assert RegisterState.objects.get().number == number + 1
    register.forget()
    assert "usage" not in register.current().versions


@pytest.mark.parametrize("model", ["policysnapshot", "consentevent"])
def test_proof_is_read_only(desk, choose, model):
    choose("accept")
    row = {"policysnapshot": PolicySnapshot, "consentevent": ConsentEvent}[model].objects.first()
    assert desk.get(reverse(f"admin:consent_{model}_change", args=[row.pk])).status_code == 200
    assert desk.post(reverse(f"admin:consent_{model}_change", args=[row.pk]), {}).status_code == 403
    assert desk.get(reverse(f"admin:consent_{model}_add")).status_code == 403
    assert desk.post(reverse(f"admin:consent_{model}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


def test_the_export_holds_every_event_and_no_more_than_the_event(desk, choose, save_page):
    choose("accept")
    save_page(usage="yes", preferences="no")
    response = desk.get(reverse("admin:consent_export"))
    assert response["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(StringIO(b"".join(response.streaming_content).decode())))
    assert [row["outcome"] for row in rows] == ["accepted", "mixed"]
    assert set(rows[0]) == {
        "hour", "outcome", "choices", "source", "is_scripted", "snapshot__sha256", "snapshot__language",
    }  # fmt: skip
    assert rows[0]["snapshot__sha256"] == ConsentEvent.objects.first().snapshot.sha256


def test_the_days_are_counted_by_choice(desk, choose):
    for choice in ("accept", "accept", "reject"):
        choose(choice)
    page = desk.get(reverse("admin:consent_consentevent_changelist"))
    (row,) = page.context["days"]
    assert row["counts"] == {"accepted": 2, "rejected": 1}
    assert [bar["width"] for bar in row["bars"]] == ["66.67", "33.33", "0.00"]
    assert "<td>2</td>" in page.content.decode()


def test_the_clockwork_command_keeps_and_purges(db, choose, settings, capsys):
    choose("accept")
    settings.CONSENT_KEEP_EVENTS_DAYS = -1
    call_command("consent_tick", dry_run=True)
    assert capsys.readouterr().out == "1 events would be deleted.\n"
    assert ConsentEvent.objects.count() == 1
    call_command("consent_tick")
    assert capsys.readouterr().out == "0 policies kept as new, 1 events deleted.\n"
    assert ConsentEvent.objects.count() == 0


def test_a_change_that_fails_changes_nothing(db, group):
    before = RegisterState.objects.get().number
    with pytest.raises(ZeroDivisionError), actions.change_register(by="test"):
        Cookie.objects.create(cookiegroup=group("usage"), name="half")
        _ = 1 / 0
    assert RegisterState.objects.get().number == before
    assert not Cookie.objects.filter(name="half").exists()
