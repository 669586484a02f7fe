"""Who may do what in the newsroom."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

WRITER = "Writer"
PUBLISHER = "Publisher"
CHIEF_EDITOR = "Chief editor"

_WRITER_VERBS = frozenset({"view", "start", "edit", "submit", "discard"})
_PUBLISHER_VERBS = _WRITER_VERBS | {"send_back", "release", "schedule", "withdraw"}
_CHIEF_VERBS = _PUBLISHER_VERBS | {"force", "redact", "manage_reference_data", "manage_site", "manage_people"}

# The one table of roles. The verbs of an edition and every has_*_permission of the desk read it.
VERBS_BY_ROLE: dict[str, frozenset[str]] = {
    WRITER: _WRITER_VERBS,
    PUBLISHER: _PUBLISHER_VERBS,
    CHIEF_EDITOR: _CHIEF_VERBS,
}


class UserManager(BaseUserManager["User"]):
    """Accounts are found by email address, whatever its case."""

    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, *, role: str | None = None, **fields) -> "User":
        """Make an account; with a `role` it may sign in to the newsroom.

        Raises ValueError when there is no email address or no such role.
        """
        if not email:
            raise ValueError("An account needs an email address.")
        if role is not None and role not in VERBS_BY_ROLE:
            raise ValueError(f"There is no role {role!r}. Roles: {', '.join(VERBS_BY_ROLE)}.")
        if role is not None:
            fields.setdefault("is_staff", True)
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        if role is not None:
            group = user.groups.model.objects.get(name=role)
            user.groups.add(group)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        fields |= {"is_staff": True, "is_superuser": True}
        return self.create_user(email, password, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff, named by email address. No one shares an account."""

    email = models.EmailField("email address", unique=True)
    name = models.CharField(max_length=150, help_text="As colleagues know this person. Readers never see it.")
    is_staff = models.BooleanField("may sign in", default=False, help_text="Untick instead of deleting the account.")
    is_active = models.BooleanField("active", default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_one_per_email")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def verbs(self) -> frozenset[str]:
        """Everything this person may do. A superuser may do all of it, yet never looks over their own work."""
        if not self.is_active or not self.is_staff:
            return frozenset()
        if self.is_superuser:
            return frozenset().union(*VERBS_BY_ROLE.values())
        names = self.groups.values_list("name", flat=True)
        return frozenset().union(*(VERBS_BY_ROLE.get(name, frozenset()) for name in names))

    def may(self, verb: str) -> bool:
        return verb in self.verbs

    def require(self, verb: str) -> None:
        """Raise PermissionDenied, in words for the editor, unless this person may `verb`."""
        if not self.may(verb):
            raise PermissionDenied(f"Your role does not let you {verb.replace('_', ' ')}. Ask a chief editor.")
