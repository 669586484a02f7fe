"""The pages of many bodies as their readers see them."""

import re

from tests.reading import text_of

ROW = re.compile(r'rowheader"><a href="/bodies/([^/]+)/"')


def bodies_in(response):
    return ROW.findall(text_of(response))


def matrix(client, framework, **asked):
    return client.get(f"/programmes/{framework.programme.slug}/", asked)
