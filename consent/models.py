"""What the library's register lacks, and the proof of what was shown and chosen."""

from datetime import datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _


class RegisterState(models.Model):
    """One row: the number of the register as it stands. Each change counts it up, so processes can tell."""

    number = models.PositiveIntegerField(_("number"), default=1, validators=[MinValueValidator(1)])
    changed_at = models.DateTimeField(_("changed at"), null=True)

    class Meta:
        verbose_name = _("register state")
        verbose_name_plural = _("register state")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="consent_one_register_state")]

    def __str__(self) -> str:
        return f"register {self.number}"


class GroupDetail(models.Model):
    """Why a group of cookies may be used, and its words in other languages."""

    class Basis(models.TextChoices):
        ESSENTIAL = "essential", _("essential: the site does not work without it")
        CONSENT = "consent", _("consent: used only after a yes")
        EXEMPT = "exempt", _("exempt with objection: the law asks for information and a way to say no")

    group = models.OneToOneField(
        "cookie_consent.CookieGroup", on_delete=models.CASCADE, related_name="detail", verbose_name=_("group")
    )
    basis = models.CharField(
        _("legal basis"),
        max_length=9,
        choices=Basis.choices,
        default=Basis.CONSENT,
        help_text=_("Your data protection officer decides. Visitors are asked in either case unless it is essential."),
    )
    # A saved "no" carries no version, so the time everyone was asked again is kept to tell which "no" is older.
    asked_again_at = models.DateTimeField(_("everyone asked again at"), null=True, blank=True, editable=False)
    translations = models.JSONField(
        _("other languages"),
        default=dict,
        blank=True,
        help_text=_('For example {"cy": {"name": "…", "description": "…"}}. What is missing is shown in English.'),
    )

    class Meta:
        verbose_name = _("legal basis and languages")
        verbose_name_plural = _("legal basis and languages")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(basis__in=["essential", "consent", "exempt"]), name="consent_basis_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.get_basis_display()


class CookieDetail(models.Model):
    """Who sets a cookie, for how long, and what kind of storage it is."""

    class Party(models.TextChoices):
        FIRST = "first", _("this site")
        THIRD = "third", _("another organisation")

    class Kind(models.TextChoices):
        COOKIE = "cookie", _("cookie")
        LOCAL_STORAGE = "local", _("local storage")

    cookie = models.OneToOneField(
        "cookie_consent.Cookie", on_delete=models.CASCADE, related_name="detail", verbose_name=_("cookie")
    )
    provider = models.CharField(
        _("provider"), max_length=200, blank=True, help_text=_("Who sets it. Leave empty for this site.")
    )
    expiry = models.CharField(
        _("expires"), max_length=100, help_text=_("In words, such as: 1 year, or: when you close the browser.")
    )
    party = models.CharField(_("whose"), max_length=5, choices=Party.choices, default=Party.FIRST)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.COOKIE)
    translations = models.JSONField(
        _("other languages"),
        default=dict,
        blank=True,
        help_text=_('For example {"cy": {"purpose": "…", "expiry": "…"}}. What is missing is shown in English.'),
    )

    class Meta:
        verbose_name = _("provider and expiry")
        verbose_name_plural = _("provider and expiry")
        constraints = [
            models.CheckConstraint(condition=models.Q(party__in=["first", "third"]), name="consent_party_is_known"),
            models.CheckConstraint(condition=models.Q(kind__in=["cookie", "local"]), name="consent_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.provider or self.get_party_display()


class PolicySnapshot(models.Model):
    """The words and the register as a visitor saw them, under their hash. Written once, never changed."""

    sha256 = models.CharField(_("hash"), max_length=64, unique=True)
    language = models.CharField(_("language"), max_length=16)
    wording = models.JSONField(_("wording"))
    register = models.JSONField(_("register"))
    valid_from = models.DateTimeField(_("valid from"))
    changed_by = models.CharField(_("changed by"), max_length=254, blank=True)

    class Meta:
        verbose_name = _("policy as shown")
        verbose_name_plural = _("policies as shown")
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.language})"

    def save(self, *args, **kwargs) -> None:
        """Refuses to change a row: proof that can be edited is none."""
        if self.pk:
            raise TypeError("A policy snapshot is never changed.")
        super().save(*args, **kwargs)


class ConsentEventQuerySet(models.QuerySet["ConsentEvent"]):
    def older_than(self, at: datetime) -> "ConsentEventQuerySet":
        return self.filter(hour__lt=at)

    def since(self, at: datetime) -> "ConsentEventQuerySet":
        return self.filter(hour__gte=at)

    def per_day(self):
        """Dicts of day, outcome and number, newest day first."""
        days = self.order_by().annotate(day=TruncDate("hour"))
        return days.values("day", "outcome").annotate(number=models.Count("pk")).order_by("-day", "outcome")

    def answers(self, group: str) -> tuple[int, int]:
        """How many said yes to a group, and how many no."""
        answered = self.annotate(answer=KeyTransform(group, "choices"))
        return answered.filter(answer=True).count(), answered.filter(answer=False).count()


class ConsentEvent(models.Model):
    """That somebody chose something, shown these words, in this hour. Never who: no address, browser or session."""

    class Source(models.TextChoices):
        BANNER = "banner", _("banner")
        PAGE = "page", _("cookies page")

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("all accepted")
        REJECTED = "rejected", _("all rejected")
        MIXED = "mixed", _("some accepted")

    # Empty when the page carried the hash of a policy we never kept: then we cannot say what was shown.
    snapshot = models.ForeignKey(PolicySnapshot, on_delete=models.PROTECT, null=True, verbose_name=_("policy shown"))
    choices = models.JSONField(_("choices"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    source = models.CharField(_("chosen on"), max_length=6, choices=Source.choices)
    is_scripted = models.BooleanField(_("with JavaScript"))
    hour = models.DateTimeField(_("hour"), db_index=True)

    objects = ConsentEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent event")
        verbose_name_plural = _("consent events")
        ordering = ["-hour", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=["accepted", "rejected", "mixed"]), name="consent_outcome_is_known"
            ),
            models.CheckConstraint(condition=models.Q(source__in=["banner", "page"]), name="consent_source_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.hour:%d %B %Y}"
