"""The pages of an upload: their addresses, what they are sent, and what they hold."""

import io
import re

from openpyxl import Workbook

UPLOAD = "/admin/inspections/inspection/import/"
CONFIRM = "/admin/inspections/inspection/process_import/"
HEAD = "body,reported_on,area,grade"
EXAMPLESHIRE = ("Exampleshire,2024-02-16,1,Good", "Exampleshire,2024-02-16,2,Adequate")
SAMPLEFORD = ("Sampleford,2024-02-17,Area number 1,Requires improvement", "Sampleford,2024-02-17,2,Good")
SOURCE = {"title": "Grades of the round", "url": "https://example.org/grades.csv", "licence": "ogl-3"}
CORRECTION = {"reason": "The force had supplied wrong data.", "source": "Letter of the inspectorate"}


def hidden(preview):
    """What the preview's form would send."""
    form = preview.context["confirm_form"]
    return {name: form[name].value() for name in form.fields if form[name].value() is not None}


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def workbook(*rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def kept(response):
    return re.search(r'name="kept" value="([^"]+)"', response.content.decode()).group(1)
