"""Column maps and rows of files as tests write them, and the grades that were stored of one."""

TIDY = """
framework = "peel-2023-25"
no_row = ["no longer reported"]

[columns]
body = "Force"
reported_on = "Published"
area = "Question"
grade = "Grade"

[dates]
formats = ["%d/%m/%Y", "%d/%m/%y"]

[grades]
"4" = "outstanding"
"8" = "not_rated"
"NULL" = "not_sourced"

[source]
title = "Grades of the round"
url = "https://example.org/grades.csv"
licence = "ogl-3"
"""

CORRECTION = """
[correction]
reason = "The force had supplied wrong data."
source = "Letter of the inspectorate"
"""

DATED = TIDY + CORRECTION + "on = 2024-08-08\n"

WIDE = """
framework = "peel-2023-25"
layout = "wide"
[columns]
body = "Force"
reported_on = "Published"
[areas]
"Responding" = "5"
"Investigating" = "6"
[source]
title = "Grades of the round"
url = "https://example.org/grades.csv"
licence = "ogl-3"
"""

HEAD = ["Force", "Published", "Question", "Grade"]


def force(name="Exampleshire", day="16/02/2024", **grades):
    grades = {"Responding to the public": "Adequate", "Investigating crime": "requires improvement"} | grades
    return [[name, day, area, grade] for area, grade in grades.items()]


def grades_of(inspection):
    rows = inspection.judgments.select_related("area", "grade")
    return {row.area.code: row.grade.code if row.grade else row.outcome for row in rows}
