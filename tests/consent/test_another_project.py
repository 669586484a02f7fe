"""The app works in a project that has nothing of Candour, set up as its README says."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

PROGRAM = """
import django
from django.conf import settings
from django.template.response import TemplateResponse
from django.urls import include, path

settings.configure(
    SECRET_KEY="x" * 50, ALLOWED_HOSTS=["testserver"], USE_TZ=True, ROOT_URLCONF=__name__, STATIC_URL="/static/",
    SECURE_REFERRER_POLICY="same-origin",
    INSTALLED_APPS=["consent", "cookie_consent", "django.contrib.admin", "django.contrib.auth",
        "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
        "django.contrib.staticfiles"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": ["templates"], "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth", "django.contrib.messages.context_processors.messages"]}}],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "cookie_consent": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}},
    COOKIE_CONSENT_HTTPONLY=False, COOKIE_CONSENT_LOG_ENABLED=False, COOKIE_CONSENT_SUCCESS_URL="/cookies/",
    COOKIE_CONSENT_CACHE_BACKEND="cookie_consent",
)
django.setup()

from django.contrib import admin
from django.core.management import call_command
from django.test import Client

urlpatterns = [
    path("", lambda request: TemplateResponse(request, "base.html")),
    path("cookies/", include("consent.urls")),
    path("admin/", admin.site.urls),
]

call_command("check", fail_level="WARNING")
call_command("migrate", verbosity=0)
client = Client()
front = client.get("/").content.decode()
assert 'id="cc-ask"' in front and "data-cc-versions" in front, front
assert "Cookies on testserver" in front, front
assert 'href="/cookies/?next=%2F"' in front, front
fields = {}
for group in ("preferences", "usage"):
    fields[f"version-{group}"] = front.partition(f'name="version-{group}" value="')[2].partition('"')[0]
answer = client.post("/cookies/consent/", {**fields, "choice": "accept", "next": "/"},
    headers={"Sec-Fetch-Site": "same-origin"})
assert answer["Location"] == "/#cc-accepted", answer
page = client.get("/cookies/").content.decode()
assert page.count("checked") == 2 and "Essential cookies" in page, page
from consent.models import ConsentEvent
assert ConsentEvent.objects.count() == 1
from django.contrib.auth.models import User
client.force_login(User.objects.create_superuser("a", "a@example.org", "a"))
for name in ("cookie_consent/cookie/add", "cookie_consent/cookiegroup", "consent/consentevent"):
    assert client.get(f"/admin/{name}/").status_code == 200, name
print("works")
"""

BASE = """{% load consent %}<html lang="en" {% consent_html_attributes %}><head>
<title>{% block title %}{% endblock %}</title>
{% include "consent/head.html" %}{% block head %}{% endblock %}</head><body>{% include "consent/banner.html" %}
{% block main %}{% endblock %}<footer><a href="{% consent_preferences_url %}">Cookies</a></footer></body></html>"""


def test_the_app_works_in_a_project_of_its_own(tmp_path):
    shutil.copytree(Path(settings.BASE_DIR) / "consent", tmp_path / "consent")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "base.html").write_text(BASE)
    (tmp_path / "project.py").write_text(PROGRAM)
    environment = {
        name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "PYTHONPATH"}
    }
    result = subprocess.run(
        [sys.executable, "project.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert result.stdout.strip().endswith("works"), result.stdout + result.stderr
