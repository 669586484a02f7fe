"""The newsroom looks like the site it belongs to."""

import re

import pytest


@pytest.mark.django_db
def test_the_newsroom_names_the_site_and_uses_its_colours(client, settings):
    page = client.get("/admin/login/").content.decode()
    assert f"{settings.SITE_NAME}: newsroom" in page
    sheets = re.findall(r'<link rel="stylesheet" href="/static/([\w/]+)', page)
    assert sheets.index("admin/css/base") < sheets.index("css/tokens") < sheets.index("css/admin")
    assert "admin/css/dark_mode" not in sheets


@pytest.mark.django_db
def test_the_sign_in_page_has_a_heading(client):
    assert "<h1>Sign in</h1>" in client.get("/admin/login/").content.decode()
