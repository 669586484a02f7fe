"""Example values for each component: every named option at least once, all of them fictional."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.templatetags.static import static
from django.utils.safestring import mark_safe

AT = datetime.datetime(2024, 2, 20, 9, 26, tzinfo=ZoneInfo("Europe/London"))

Examples = dict[str, dict[str, dict[str, Any]]]

GRADES = [
    ("outstanding", "Outstanding"),
    ("good", "Good"),
    ("adequate", "Adequate"),
    ("requires_improvement", "Requires improvement"),
    ("inadequate", "Inadequate"),
]

ROW = mark_safe('<tr><th scope="row"><code>grade</code></th><td>text</td></tr>')

RICH_TEXT = mark_safe(
    "<p>The force has improved in <strong>most areas</strong> since its last inspection. "
    'Read <a href="/inspections/">how inspections work</a>.</p>'
    "<h2>What was found</h2>"
    "<p>Inspectors looked at ten areas of work and graded nine of them.</p>"
    "<ul><li>The quality of case files is among the best.</li><li>Calls are answered too slowly.</li></ul>"
    "<h3>In numbers</h3>"
    "<ol><li>One area is outstanding.</li><li>Two areas must improve.</li></ol>"
    "<blockquote><p>A short quotation inside the text.</p></blockquote>"
)


class ExampleForm(forms.Form):
    """One field of each sort, for the gallery alone."""

    name = forms.CharField(help_text="As you would like us to address you.")
    email = forms.EmailField(label="Email address", required=False)
    comment = forms.CharField(label="Your comment", widget=forms.Textarea(attrs={"rows": 4}))
    topic = forms.ChoiceField(choices=[("news", "News"), ("inspections", "Inspections")])
    useful = forms.ChoiceField(
        label="Was this page useful?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        help_text="Choose one answer.",
    )
    about = forms.MultipleChoiceField(
        label="What is it about?",
        choices=[("text", "The text"), ("grades", "The grades")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def examples() -> Examples:
    """Component -> title of the example -> its arguments."""
    return {**_page(), **_grades(), **_forms(), **_blocks()}


def _page() -> Examples:
    return {
        "breadcrumbs": {
            "Three levels": {"items": [("Home", "/"), ("News", "/news/"), ("Inspection shows progress", "")]}
        },
        "change_history": {
            "Two changes": {
                "changes": [
                    {"at": AT.replace(month=8, day=8), "precision": "day", "note": "One grade was changed."},
                    {"at": AT, "precision": "minute", "note": "First published."},
                ]
            },
            "With a title of its own": {
                "title": "Changes to this inspection",
                "changes": [{"at": AT, "precision": "month", "note": "First published."}],
            },
            "With a link to each earlier edition": {
                "title": "History of this page",
                "changes": [
                    {"at": AT.replace(month=8, day=8), "precision": "minute", "note": "Minor change."},
                    {
                        "at": AT,
                        "precision": "month",
                        "note": "First published.",
                        "more": "On this site since 3 May 2024.",
                        "url": "#",
                        "link": "Data of edition 1",
                    },
                ],
            },
        },
        "date": {
            precision: {"at": AT, "precision": precision}
            for precision in ("minute", "day", "month", "season", "year", "unknown")
        },
        "document_link": {
            "All facts": {
                "title": "PEEL assessment 2023 to 2025",
                "url": "/media/example.pdf",
                "kind": "PDF",
                "size": "1.2 MB",
                "pages": 58,
                "language": "Welsh",
            },
            "Kind alone": {"title": "Letter to the chief constable", "url": "/media/letter.pdf", "kind": "PDF"},
        },
        "facts": {
            "Dates, text and a link": {
                "items": [
                    {"term": "Published", "at": AT, "precision": "minute"},
                    {"term": "Last updated", "at": AT.replace(month=8, day=8), "precision": "day"},
                    {"term": "From", "text": "Exampleshire Police", "url": "/bodies/exampleshire-police/"},
                    {"term": "Kind", "text": "Statement"},
                ]
            }
        },
        "structured_data": {
            "A body (for search engines; nothing is seen)": {
                "data": {
                    "@context": "https://schema.org",
                    "@type": "GovernmentOrganization",
                    "name": "Exampleshire Police",
                }
            }
        },
        "filters": {
            "One choice made": {
                "title": "Narrow the list",
                "fields": [
                    {
                        "name": "topic",
                        "label": "Topic",
                        "all": "All topics",
                        "options": [("crime", "Crime recording", True), ("workforce", "Workforce", False)],
                    },
                    {"name": "year", "label": "Year", "all": "All years", "options": [("2024", "2024", False)]},
                ],
                "chosen": [{"text": "Crime recording", "url": "/news/"}],
                "all_url": "/news/",
            },
            "Two choices made": {
                "title": "Narrow the list",
                "chosen": [
                    {"text": "Crime recording", "url": "/news/?year=2024"},
                    {"text": "2024", "url": "/news/?topic=crime"},
                ],
                "all_url": "/news/",
            },
        },
        "notice": {
            tone.title(): {"tone": tone, "title": title, "text": text}
            for tone, title, text in (
                ("info", "This is an earlier version", "Read the current version of this page."),
                ("success", "Your feedback was sent", "Thank you."),
                ("warning", "This page was withdrawn on 8 August 2024", "Its figures were wrong.\n\nNew ones follow."),
                ("danger", "Your choice was not saved", "Please try again."),
            )
        },
        "page_heading": {
            "With kicker and summary": {
                "title": "Inspection shows progress in most areas",
                "kicker": "Statement",
                "summary": "Nine areas were graded: one outstanding, one good, five adequate, two must improve.",
            }
        },
        "pagination": {"Both ways": {"newer_url": "/news/?after=2", "older_url": "/news/?before=1"}},
        "panel": {
            "Plain": {"title": "Related inspection", "content": "PEEL 2023 to 2025, reported in February 2024."},
            "Strong, third level": {"title": "In short", "level": 3, "tone": "strong", "content": "Seven of nine."},
            "Fourth level": {"title": "Small print", "level": 4, "content": "Not directly comparable."},
        },
        "phase_banner": {
            "Beta": {"path": "/news/example/?topic=crime", "phase": "beta"},
            "Alpha": {"path": "/news/", "phase": "alpha"},
            "Live: nothing": {"path": "/news/", "phase": "live"},
        },
        "table": {
            "Plain": {"caption": "Columns", "columns": ["Column", "Kind"], "content": ROW},
            "That scrolls by itself": {
                "caption": "Columns of the open data",
                "columns": ["Column", "Kind"],
                "content": ROW,
                "scrolls": True,
            },
            "Of grades": {"caption": "Grades", "columns": ["Grade", "Bodies"], "content": ROW, "kind": "grades"},
        },
        "summary_card": {
            "News": {
                "title": "Inspection shows progress in most areas",
                "url": "/news/progress/",
                "summary": "The inspectorate graded nine areas of our work.",
                "at": AT,
                "precision": "minute",
                "kind": "Statement",
            },
            "Second level, a year alone": {
                "title": "PEEL 2016",
                "url": "/inspections/peel-2016/",
                "at": AT,
                "precision": "year",
                "kind": "Inspection",
                "level": 2,
            },
        },
        "tag": {
            tone.title(): {"text": text, "tone": tone}
            for tone, text in (
                ("neutral", "Transcript"),
                ("info", "Beta"),
                ("success", "Complete"),
                ("warning", "Withdrawn"),
                ("danger", "Overdue"),
            )
        },
        "ways_on": {"As it is": {}},
    }


def _grades() -> Examples:
    rows: list[dict[str, Any]] = [
        {"area": "Recording data about crime", "short_name": "Crime data", "grade_label": "Outstanding"},
        {"area": "Police powers and treating the public fairly", "grade_label": "Good"},
        {
            "area": "Preventing crime and antisocial behaviour",
            "grade_label": "Adequate",
            "previous_label": "requires improvement",
        },
        {
            "area": "Responding to the public",
            "url": "/areas/responding/",
            "grade_label": "Requires improvement",
            "changed_text": "Changed from adequate to requires improvement on 8 August 2024",
        },
        {"area": "Investigating crime", "grade_label": "Inadequate", "note": "Inspected a second time in May 2024."},
        {
            "area": "Managing offenders",
            "grade_label": "Good",
            "carried_from": {"title": "The 2022 inspection", "url": "/inspections/2022/", "published": "3 May 2022"},
        },
        {"area": "Providing a service to victims", "grade_label": "", "outcome_text": "Inspected, not graded"},
    ]
    tones = {label: tone for tone, label in GRADES}
    for row in rows:
        row["tone"] = tones.get(row["grade_label"], "none")
    return {
        "grade": {
            **{label: {"label": label, "tone": tone} for tone, label in GRADES},
            "None": {"label": "Not graded", "tone": "none"},
            "A symbol of its own": {"label": "Met", "tone": "good", "symbol": "✓"},
        },
        "carried_from": {
            "A grade that still stands": {
                "title": "The 2022 inspection",
                "url": "/inspections/2022/",
                "published": "3 May 2022",
            }
        },
        "grade_table": {"Every row there is": {"caption": "Grades of the 2024 inspection", "rows": rows}},
        "shape": {name.title(): {"name": name} for name in ("star", "circle", "diamond", "triangle", "cross", "dash")},
        "tally": {
            "Sentence and list": {
                "sentence": "Nine areas were graded: one outstanding, one good, five adequate and two to improve.",
                "items": [
                    {"count": count, "label": label, "tone": tone}
                    for count, (tone, label) in zip((1, 1, 5, 2, 0), GRADES, strict=True)
                    if count
                ],
            },
            "Sentence alone": {"sentence": "Four areas were graded adequate and six must improve."},
        },
    }


def _forms() -> Examples:
    form = ExampleForm(auto_id="example_%s")
    wrong = ExampleForm({"email": "nobody", "topic": "news"}, auto_id="wrong_%s")
    return {
        "button": {
            "Primary": {"text": "Send feedback", "name": "action", "value": "send"},
            "Secondary": {"text": "Cancel", "kind": "secondary"},
            "Primary link": {"text": "Get the report", "url": "/inspections/"},
            "Secondary link": {"text": "All news", "url": "/news/", "kind": "secondary"},
        },
        "error_summary": {
            "Given errors": {
                "errors": [{"text": "Enter your comment", "url": "#wrong_comment"}, {"text": "Try again"}]
            },
            "The errors of a form": {"form": wrong},
        },
        "field": {
            **{f"{field.label}": {"field": field} for field in form},
            **{
                f"{wrong[name].label}, wrong": {"field": wrong[name]} for name in ("name", "email", "comment", "useful")
            },
        },
        "field_help": {"Help and error": {"field": ExampleForm({}, auto_id="help_%s")["name"]}},
    }


def _blocks() -> Examples:
    return {
        "blocks/richtext": {"Headings, lists, link": {"html": RICH_TEXT}},
        "blocks/quote": {
            "With speaker and role": {
                "text": "We have more to do.\n\nWe know what it is.",
                "speaker": "A. Example",
                "role": "Chief Constable, Exampleshire Police",
            }
        },
        "blocks/image": {
            "With caption and credit": {
                "src": static("img/example.svg"),
                "srcset": f"{static('img/example.svg')} 640w",
                "sizes": "(min-width: 42rem) 40rem, 100vw",
                "width": 640,
                "height": 360,
                "alt": "A plain landscape of hills under a pale sky",
                "caption": "The hills of Exampleshire.",
                "credit": "Candour",
            }
        },
        "blocks/key_figure": {
            "With context": {
                "value": "92.0%",
                "label": "of reported crime was recorded",
                "context": "Plus or minus 1.55 percentage points, June to November 2019.",
            }
        },
        "blocks/download": {
            "All facts": {
                "title": "Get the report",
                "url": "/media/example.pdf",
                "kind": "PDF",
                "size": "1.2 MB",
                "pages": 1,
                "language": "English",
            }
        },
        "blocks/notes_to_editors": {
            "Numbered": {
                "html": mark_safe("<ol><li>The inspection was deferred.</li><li>Evidence is from 2019.</li></ol>")
            }
        },
        "blocks/contact": {
            "All facts": {
                "name": "Press office",
                "phone": "01632 960 001",
                "email": "press@exampleshire.example",
                "hours": "Monday to Friday, 8:30am to 5pm",
            }
        },
    }
