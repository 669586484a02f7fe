"""News: what a body and its inspectors publish about themselves and each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from content_editor.models import Region
from django.db import models
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from inspections.blocks import GradesColumns, GradesOfInspection
from inspections.models import Organisation, OrganisationName
from publishing.models import Block, Document, Edition, EditionQuerySet, Issue, Listing, PlainCharField, Precision
from publishing.models import blocks as types


class TopicQuerySet(models.QuerySet):
    def in_use(self, at: dt.datetime) -> Self:
        """Topics of articles that readers can see at `at`: the name of another could give away what is to come."""
        tagged = Article.topics.through.objects.filter(topic=models.OuterRef("pk"))
        seen = Article.objects.public(at).filter(pk=models.OuterRef("article"))
        return self.filter(models.Exists(tagged.filter(models.Exists(seen))))


class Topic(models.Model):
    """What an article is about."""

    name = PlainCharField(max_length=80, unique=True, help_text=_("As readers see it in the list of topics."))
    slug = models.SlugField(
        _("address"), max_length=80, unique=True, help_text=_("Part of addresses that readers share: it never changes.")
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ArticleQuerySet(EditionQuerySet):
    def with_publisher(self) -> Self:
        """With the publisher, called as on the day the article is dated."""
        day = models.OuterRef("public_day")
        names = OrganisationName.objects.filter(
            models.Q(valid_from=None) | models.Q(valid_from__lte=day),
            models.Q(valid_to=None) | models.Q(valid_to__gte=day),
            organisation=models.OuterRef("publisher"),
        )
        then = names.order_by(models.F("valid_from").desc(nulls_last=True)).values("name")[:1]
        dated = self.select_related("publisher").annotate(public_day=TruncDate("public_timestamp"))
        return dated.annotate(publisher_name_then=models.Subquery(then))

    def about(self, topic: Topic) -> Self:
        tagged = Article.topics.through.objects.filter(article=models.OuterRef("pk"), topic=topic)
        return self.filter(models.Exists(tagged))

    def about_inspections(self, uuids: Iterable[str]) -> Self:
        """Articles that point to one of these documents."""
        listed = Listing.objects.filter(kind=Article._meta.label_lower).having("inspection", uuids)
        return self.filter(pk__in=listed.values("edition_id"))

    def of_year(self, year: int) -> Self:
        """Articles dated in `year` by London's calendar. One without a known date belongs to no year."""
        zone = timezone.get_default_timezone()
        start, end = dt.datetime(year, 1, 1, tzinfo=zone), dt.datetime(year + 1, 1, 1, tzinfo=zone)
        return self.dated().filter(public_timestamp__gte=start, public_timestamp__lt=end)

    def dated(self) -> Self:
        return self.exclude(public_precision=Precision.UNKNOWN)

    def first_year(self) -> int | None:
        """The year of the oldest dated article here."""
        first = self.dated().aggregate(models.Min("public_timestamp"))["public_timestamp__min"]
        return timezone.localtime(first).year if first else None


@dataclass(frozen=True)
class Links:
    """What an article leads to: pairs (words, address), and the inspections it is about."""

    topics: list[tuple[str, str]]
    related: list[tuple[str, str]]
    inspections: list[int]


class Article(Edition):
    """One version of a news article. Once readers have seen its address, the address goes on working."""

    class Kind(models.TextChoices):
        NEWS = "news", _("News")
        STATEMENT = "statement", _("Statement")
        TRANSCRIPT = "transcript", _("Transcript")

    copies = ("blocks", "topics", "inspections", "related")
    content_fields: ClassVar[dict[int, tuple[str, ...]]] = {1: (*Edition.said, "kind", "publisher", "author")}
    regions = [Region(key="main", title=_("Article"))]

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.NEWS)
    publisher = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text=_("Who says this.")
    )
    author = PlainCharField(
        max_length=150,
        blank=True,
        help_text=_("Who wrote it or is speaking, as readers are told; leave empty when it is the publisher."),
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    inspections = models.ManyToManyField(
        Document,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": "inspections.inspection"},
        help_text=_("Inspections this is about; their grades are shown beside it."),
    )
    related = models.ManyToManyField(
        Document,
        verbose_name=_("related documents"),
        blank=True,
        related_name="+",
        help_text=_("What to read next. Readers see each of them only while it is public."),
    )

    objects = ArticleQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Edition.Meta):
        verbose_name = _("article")

    def get_absolute_url(self) -> str:
        return reverse("news:article", args=[self.slug])

    @property
    def publisher_name(self) -> str:
        """What the publisher was called on the article's day; on the day it went live here when that is not known."""
        if self.publisher is None:
            return ""
        return getattr(self, "publisher_name_then", None) or self.publisher.name

    @property
    def byline(self) -> str:
        """What it is and who says it, such as “Statement from Exampleshire Police”."""
        what, who = self.get_kind_display(), self.publisher_name
        return gettext("%(what)s from %(who)s") % {"what": what, "who": who} if who else what

    def search_text(self) -> str:
        words = [block.words() for block in self.blocks.all()]
        return "\n".join(filter(None, [super().search_text(), self.publisher_name, self.author, *words]))

    def facets(self) -> list[tuple[str, str]]:
        facets = [("kind", self.kind), *(("topic", topic.slug) for topic in self.topics.all())]
        if self.publisher:
            facets.append(("publisher", self.publisher.slug))
        return facets + self._facets_of_inspections()

    def _facets_of_inspections(self) -> list[tuple[str, str]]:
        found = self.cited_inspections().order_by("pk")
        return [("inspection", str(uuid)) for uuid in found.values_list("uuid", flat=True)]

    def cited_inspections(self) -> models.QuerySet[Document]:
        """The inspections it is about, or whose grades stand in its text."""
        in_the_text = self.blocks.exclude(inspection=None).values("inspection")
        return Document.objects.filter(models.Q(pk__in=self.inspections.values("pk")) | models.Q(pk__in=in_the_text))

    def links(self, at: dt.datetime) -> Links:
        """Topics, those related documents that readers can see at `at`, and inspections; one query for the three."""
        topics = self.topics.values_list(models.Value("topic"), "pk", "name", "slug")
        related = Listing.objects.public(at).filter(document__in=self.related.values("pk"))
        inspections = self.inspections.values_list(models.Value("inspection"), "pk", models.Value(""), models.Value(""))
        rows = topics.order_by().union(
            related.values_list(models.Value("related"), "document", "title", "url"), inspections.order_by(), all=True
        )
        found = sorted(rows, key=lambda row: row[2].casefold())
        return Links(
            [(name, f"{reverse('news:list')}?topic={slug}") for what, _pk, name, slug in found if what == "topic"],
            [(title, url) for what, _pk, title, url in found if what == "related"],
            [pk for what, pk, _name, _url in found if what == "inspection"],
        )

    def on_release(self, now: dt.datetime) -> None:
        """Whose words these are stays as readers were told: the publisher's address and first name change no more."""
        Organisation.objects.filter(pk=self.publisher_id).freeze(now)

    def issues(self, at: dt.datetime) -> list[Issue]:
        from news import checks

        return super().issues(at) + checks.article_issues(self, at)


# --- Blocks ------------------------------------------------------------------------------------------------


class ArticleBlock(GradesColumns, Block):
    """A block of an article."""

    parent = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="blocks")

    class Meta(Block.Meta):
        pass


class ArticleText(types.RichText, ArticleBlock):
    class Meta(types.RichText.Meta):
        abstract = False
        proxy = True


class ArticleQuote(types.Quote, ArticleBlock):
    class Meta(types.Quote.Meta):
        abstract = False
        proxy = True


class ArticleImage(types.ImageBlockType, ArticleBlock):
    class Meta(types.ImageBlockType.Meta):
        abstract = False
        proxy = True


class ArticleDownload(types.Download, ArticleBlock):
    class Meta(types.Download.Meta):
        abstract = False
        proxy = True


class ArticleKeyFigure(types.KeyFigure, ArticleBlock):
    class Meta(types.KeyFigure.Meta):
        abstract = False
        proxy = True


class ArticleNotes(types.NotesToEditors, ArticleBlock):
    class Meta(types.NotesToEditors.Meta):
        abstract = False
        proxy = True


class ArticleContact(types.Contact, ArticleBlock):
    class Meta(types.Contact.Meta):
        abstract = False
        proxy = True


class ArticleGrades(GradesOfInspection, ArticleBlock):
    class Meta(GradesOfInspection.Meta):
        abstract = False
        proxy = True
