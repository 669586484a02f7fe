"""Two people who may write and release."""

import pytest


@pytest.fixture
def people(writer, publisher):
    """Keyword arguments of the factories: who writes, and who releases."""
    return {"by": writer, "release_by": publisher}
