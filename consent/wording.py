"""The sentences a visitor decides by, in one place, so that what was shown can be kept as proof."""

from django.utils.translation import gettext as _


def banner(site_name: str) -> dict[str, str]:
    """The banner's words in the active language. Short, and without persuasion."""
    return {
        "heading": _("Cookies on %(site)s") % {"site": site_name},
        "essential": _("Some cookies are essential: this site does not work without them."),
        "additional": _(
            "We would like to use additional cookies to remember your preferences "
            "and to understand how the site is used."
        ),
        "notice": _("Read more in the cookies notice"),
        "accept": _("Accept additional cookies"),
        "reject": _("Reject additional cookies"),
        "customise": _("Customise cookies"),
        "accepted": _("You have accepted additional cookies."),
        "rejected": _("You have rejected additional cookies."),
        "change": _("You can change this at any time"),
        "hide": _("Hide this message"),
        "problem": _("There is a problem"),
        "failed": _(
            "There was a technical problem. Your choice was not saved and nothing extra was set. Please try again."
        ),
        "blocked": _(
            "Your browser did not keep the cookie that holds your choice, so nothing additional will be set. "
            "It may be set to block cookies."
        ),
    }


def page() -> dict[str, str]:
    """The words of the cookies page that a choice there rests on, in the active language."""
    return {
        "intro": _(
            "Cookies are small files that a site keeps in your browser. Some are essential. The others are kept only "
            "if you say yes, and you may change your mind here as often as you like."
        ),
        "question": _("May we use these cookies?"),
        "yes": _("Yes"),
        "no": _("No"),
        "save": _("Save cookie choices"),
    }
