"""The two environments that settings know, complete, so that a developer's own .env changes no test."""

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def laptop() -> dict[str, str]:
    return {
        "SECRET_KEY": "",
        "ALLOWED_HOSTS": "",
        "DATABASE_URL": "",
        "DEBUG": "false",
        "PORT": "8000",
        "SITE_NAME": "Candour under test",
        "SITE_URL": "http://testserver",
        "EXPECTED_DATABASE": "sqlite",
    }


def production(database_url: str, site_url: str = "http://testserver") -> dict[str, str]:
    """All that production needs. An http `site_url` leaves out what works behind https alone."""
    return laptop() | {
        "SECRET_KEY": "only-for-tests-and-checks-and-long-enough-to-be-one-0123456789-abcdefghij",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "DATABASE_URL": database_url,
        "SITE_URL": site_url,
        "EXPECTED_DATABASE": "postgresql",
    }
