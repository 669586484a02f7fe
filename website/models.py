"""The site around the content: what it says of itself, and its standing pages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar, Self

from content_editor.models import Region
from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from publishing.models import Block, Edition, Issue, Listing, PlainCharField, SiteVersion, WebAddressField
from publishing.models import blocks as types

if TYPE_CHECKING:
    from accounts.models import User


class SiteDetailsQuerySet(models.QuerySet):
    def at(self, at: dt.datetime) -> Any:
        """The site's details, with `next_boundary`: when, after `at`, something next goes live anywhere on the site.

        Both in one query, since every page needs both.
        """
        starts = Listing.objects.scheduled(at).order_by("live_from").values("live_from")[:1]
        return self.annotate(next_boundary=models.Subquery(starts)).get(pk=1)


class SiteDetails(models.Model):
    """One row: what the site says of itself on every page."""

    class Phase(models.TextChoices):
        ALPHA = "alpha", _("Alpha: being tried out")
        BETA = "beta", _("Beta: in use, and still changing")
        LIVE = "live", _("Live: no banner")

    phase = models.CharField(
        max_length=5, choices=Phase.choices, default=Phase.BETA, help_text=_("What the banner on every page says.")
    )
    contact_email = models.EmailField(
        blank=True, help_text=_("Where readers can reach the people behind this site; shown on every page.")
    )
    licence_name = PlainCharField(
        max_length=100, default="Open Government Licence v3.0", help_text=_("Under which others may use what is here.")
    )
    licence_url = WebAddressField(
        _("licence's address"), default="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    )
    is_demo = models.BooleanField(
        _("demonstration"),
        default=False,
        help_text=_("Says on every page that nothing here is an official publication."),
    )

    next_boundary: dt.datetime | None  # given by `at`

    objects = SiteDetailsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("details of the site")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="website_sitedetails_one_row")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def change(self) -> Self:
        """Save the details; every cached page learns of it."""
        with transaction.atomic():
            self.save()
            SiteVersion.bump()
        return self


class FeedbackQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(handled_at=None)

    def expired(self, at: dt.datetime) -> Self:
        """What is older than readers were told it is kept."""
        return self.filter(created_at__lt=at - Feedback.KEPT_FOR)


class Feedback(models.Model):
    """What a reader told us about a page. Nothing says who wrote it but an email address, if one was given."""

    KEPT_FOR = dt.timedelta(days=365)

    page = models.CharField(max_length=500, blank=True, help_text=_("Where the reader was."))
    doing = models.TextField(_("was trying to"), blank=True)
    wrong = models.TextField(_("what went wrong"))
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField(_("sent"))
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    handled_at = models.DateTimeField(null=True, blank=True, editable=False)
    note = models.TextField(blank=True, help_text=_("What came of it, for colleagues."))

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("feedback")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["-created_at", "-id"], name="website_feedback_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(handled_by=None, handled_at=None)
                | models.Q(handled_by__isnull=False, handled_at__isnull=False),
                name="website_feedback_handled_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.wrong).chars(60)

    def handle(self, *, by: User, now: dt.datetime) -> None:
        """Mark it as dealt with; whoever did so first stays named."""
        type(self).objects.open().filter(pk=self.pk).update(handled_by=by, handled_at=now)
        self.refresh_from_db()


class Page(Edition):
    """One version of a standing page, such as the accessibility statement."""

    copies = ("blocks",)
    content_fields: ClassVar[dict[int, tuple[str, ...]]] = {1: Edition.said}
    regions = [Region(key="main", title=_("Content"))]

    class Meta(Edition.Meta):
        verbose_name = _("standing page")

    def get_absolute_url(self) -> str:
        return reverse("website:page", args=[self.slug])

    def search_text(self) -> str:
        words = [block.words() for block in self.blocks.all()]
        return "\n".join([super().search_text(), *words])

    def issues(self, at: dt.datetime) -> list[Issue]:
        from website import checks

        return super().issues(at) + checks.page_issues(self)


class PageBlock(Block):
    """A block of a standing page."""

    parent = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="blocks")

    class Meta(Block.Meta):
        pass


class PageText(types.RichText, PageBlock):
    class Meta(types.RichText.Meta):
        abstract = False
        proxy = True


class PageQuote(types.Quote, PageBlock):
    class Meta(types.Quote.Meta):
        abstract = False
        proxy = True


class PageImage(types.ImageBlockType, PageBlock):
    class Meta(types.ImageBlockType.Meta):
        abstract = False
        proxy = True


class PageDownload(types.Download, PageBlock):
    class Meta(types.Download.Meta):
        abstract = False
        proxy = True


class PageKeyFigure(types.KeyFigure, PageBlock):
    class Meta(types.KeyFigure.Meta):
        abstract = False
        proxy = True


class PageNotes(types.NotesToEditors, PageBlock):
    class Meta(types.NotesToEditors.Meta):
        abstract = False
        proxy = True


class PageContact(types.Contact, PageBlock):
    class Meta(types.Contact.Meta):
        abstract = False
        proxy = True
