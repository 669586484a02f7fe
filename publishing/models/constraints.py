"""The rules that the database keeps for every kind of edition."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField, RangeOperators
from django.db.models import CheckConstraint, F, Func, Q, UniqueConstraint, Value

from .states import FOREVER, Availability, State


class NoOverlap(ExclusionConstraint):
    """On PostgreSQL, two released editions of one document are never live at once. SQLite has no such constraint:
    there the verbs and the unique constraints keep the rule, and verify_editions checks it.

    int8range on the document needs no extension, where a plain equality would need btree_gist.
    """

    def __init__(self, *, name: str, **kwargs) -> None:
        if kwargs:  # a migration rebuilds us from what deconstruct() says
            super().__init__(name=name, **kwargs)
            return
        document = Func(
            F("document"), F("document"), Value("[]"), function="int8range", output_field=BigIntegerRangeField()
        )
        interval = Func(
            F("live_from"), F("live_until"), Value("[)"), function="tstzrange", output_field=DateTimeRangeField()
        )
        super().__init__(
            name=name,
            expressions=[(document, RangeOperators.OVERLAPS), (interval, RangeOperators.OVERLAPS)],
            condition=Q(state=State.RELEASED),
        )

    def constraint_sql(self, model, schema_editor):
        return super().constraint_sql(model, schema_editor) if _is_postgresql(schema_editor.connection) else None

    def create_sql(self, model, schema_editor):
        return super().create_sql(model, schema_editor) if _is_postgresql(schema_editor.connection) else None

    def remove_sql(self, model, schema_editor):
        return super().remove_sql(model, schema_editor) if _is_postgresql(schema_editor.connection) else None

    def validate(self, model, instance, exclude=None, using="default"):
        """Left to the database: forms validate drafts, and a draft has no interval yet."""


def _is_postgresql(connection) -> bool:
    return connection.vendor == "postgresql"


def _name(rule: str) -> str:
    return f"%(app_label)s_%(class)s_{rule}"


_is_released = Q(state=State.RELEASED)
_has_interval = Q(live_from__isnull=False, live_until__isnull=False, public_timestamp__isnull=False)
_has_no_interval = Q(live_from__isnull=True, live_until__isnull=True)

EDITION_CONSTRAINTS = [
    UniqueConstraint(fields=["document", "number"], name=_name("one_per_number")),
    UniqueConstraint(fields=["document"], condition=Q(is_head=True), name=_name("one_head")),
    UniqueConstraint(
        fields=["document"], condition=Q(state__in=[State.DRAFT, State.SUBMITTED]), name=_name("one_open_draft")
    ),
    UniqueConstraint(fields=["document", "live_from"], condition=_is_released, name=_name("one_per_minute")),
    UniqueConstraint(fields=["document"], condition=_is_released & Q(live_until=FOREVER), name=_name("one_forever")),
    CheckConstraint(
        condition=(_is_released & _has_interval) | (~_is_released & _has_no_interval), name=_name("released_interval")
    ),
    CheckConstraint(condition=Q(live_from=None) | Q(live_from__lt=F("live_until")), name=_name("interval_forward")),
    CheckConstraint(
        condition=~_is_released | Q(public_timestamp__lte=F("live_from")), name=_name("public_not_after_live")
    ),
    CheckConstraint(
        condition=Q(availability=Availability.OPEN)
        | (Q(availability=Availability.REDIRECT) & Q(redirect_to__isnull=False))
        | (Q(availability__in=[Availability.WITHDRAWN, Availability.GONE]) & ~Q(notice="")),
        name=_name("not_open_says_why"),
    ),
    CheckConstraint(condition=Q(state__in=State.values), name=_name("known_state")),
    CheckConstraint(condition=Q(availability__in=Availability.values), name=_name("known_availability")),
    NoOverlap(name=_name("no_overlap")),
]
