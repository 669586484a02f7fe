"""Settings, read from the environment: nothing set is a laptop, anything set is production."""

import ipaddress
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env

from config import production

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)

# --- Laptop or production ---------------------------------------------------------------

_missing = [name for name in production.HOW if not env.str(name, "").strip(" ,")]
IS_LAPTOP = len(_missing) == len(production.HOW)
if not IS_LAPTOP:
    production.require_all(_missing)


def _laptop_key() -> str:
    """A key made at the first start and kept in an ignored file, so that sign-ins survive a restart."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        VAR_DIR.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = _laptop_key() if IS_LAPTOP else production.strong(env.str("SECRET_KEY"))
ALLOWED_HOSTS = LOOPBACK_HOSTS if IS_LAPTOP else env.list("ALLOWED_HOSTS")
PORT = env.int("PORT", 8000)
if not IS_LAPTOP and not env.str("SITE_URL", "") and ALLOWED_HOSTS[0][0] in "*.":
    raise ImproperlyConfigured(
        f"ALLOWED_HOSTS begins with the pattern {ALLOWED_HOSTS[0]}, which is no address readers can be sent to. "
        "Set SITE_URL, such as https://beta.example.police.uk, or name that host first."
    )
SITE_URL = production.address(
    env.str("SITE_URL", "") or (f"http://localhost:{PORT}" if IS_LAPTOP else f"https://{ALLOWED_HOSTS[0]}")
)
SITE_NAME = env.str("SITE_NAME", "Northamptonshire Police (demonstration)" if IS_LAPTOP else "Candour")
IS_HTTPS = urlsplit(SITE_URL).scheme == "https"

# --- Applications: higher layers first (docs/architecture.md) -----------------------------

INSTALLED_APPS = [
    "website",
    "news",
    "inspections",
    "publishing",
    "accounts",
    "consent",
    "design",
    "content_editor",
    "django_prose_editor",
    "js_asset",
    "cookie_consent",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "website.middleware.request_now",
    "website.middleware.open_to_scripts",
    # Outside whatever adds headers: a 304 must not put others in the place of those that the page came with.
    "website.middleware.ConditionalGet",
    "website.middleware.response_headers",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "website.middleware.public_cache",
    "website.middleware.same_for_everyone",
    "website.middleware.nothing_for_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "website.context.site",
            ],
        },
    },
]

# --- Database --------------------------------------------------------------------------------

if IS_LAPTOP:
    DATABASES: dict[str, dict] = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR_DIR / "candour.sqlite3",
            "OPTIONS": production.SQLITE_OPTIONS,
        }
    }
else:
    DATABASES = {"default": production.database(env)}

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # The consent library's register is read when it changes, never kept: no process may hold an old version.
    "cookie_consent": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

# --- Language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# --- Files -------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "publishing.uploads.handler.LibraryUploadHandler",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "design.storage.StaticStorage"},
    # Rounds of grades between their preview and its confirmation, which may be under embargo: no address leads here.
    "import_export": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": VAR_DIR / "uploads",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}

# --- Security ----------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 63_072_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"  # the same-origin check of public forms needs the Origin header
SECURE_REDIRECT_EXEMPT = [r"^health/"]
X_FRAME_OPTIONS = "DENY"
# The proxy in front says which scheme the visitor used; it must always set or remove this header itself.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
# The proxies in front, whose word on where a visitor comes from is taken; this machine needs no naming.
try:
    TRUSTED_PROXIES = [ipaddress.ip_network(name.strip()) for name in env.list("TRUSTED_PROXIES", ["127.0.0.1", "::1"])]
except ValueError as error:
    raise ImproperlyConfigured(
        f"TRUSTED_PROXIES holds addresses or networks, separated by commas, such as 127.0.0.1,10.0.0.0/24: {error}."
    ) from error
CSRF_FAILURE_VIEW = "website.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if IS_HTTPS else []
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"

# --- Cookie consent: what we use of the library, and what stays off (docs/decisions) ---------------

COOKIE_CONSENT_NAME = "cookie_consent"
COOKIE_CONSENT_MAX_AGE = 365 * 24 * 60 * 60  # seconds; the same for yes and no
COOKIE_CONSENT_SECURE = SESSION_COOKIE_SECURE
COOKIE_CONSENT_HTTPONLY = False  # holds no secret; the early script reads it
COOKIE_CONSENT_SAMESITE = "Lax"
COOKIE_CONSENT_DOMAIN = None  # this host only
COOKIE_CONSENT_LOG_ENABLED = False
COOKIE_CONSENT_SUCCESS_URL = "/cookies/"
COOKIE_CONSENT_CACHE_BACKEND = "cookie_consent"
# Pairs of group and address, such as usage=/static/count.js: loaded on every page after a yes to the group.
_scripts: list[str] = env.list("CONSENT_SCRIPTS", [])
CONSENT_SCRIPTS = [tuple(pair.split("=", 1)) for pair in _scripts]
# Origins those scripts may load from and send to, besides our own.
CONSENT_HOSTS: list[str] = env.list("CONSENT_HOSTS", [])
CONSENT_MAY_MANAGE = "accounts.permissions.may_manage_site"

# --- Mail and logs -------------------------------------------------------------------------------

EMAIL_BACKEND = (
    "django.core.mail.backends.console.EmailBackend" if IS_LAPTOP else "django.core.mail.backends.smtp.EmailBackend"
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # With DEBUG off Django logs tracebacks to mail alone; an operator reads them here.
    "loggers": {
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "pypdf": {"level": "CRITICAL"},  # what it finds odd about an upload is no news to the operator
    },
}
