"""Showing the blocks of an edition."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def render_blocks(context: template.Context, blocks: Iterable[Any]) -> SafeString:
    """Each of `blocks`, as `blocks_of` prepared them, in its own component, as it stands at request.now."""
    at = context["request"].now
    return format_html_join(
        "\n", "{}", ((render_to_string(block.template_name, block.render_context(at)),) for block in blocks)
    )
