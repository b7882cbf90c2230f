"""What the form of an assignment without code asks."""

from portal.setup.tables import Field

PEOPLE, FORM, DOCUMENT = "people", "form", "document"
WAYS = (
    (PEOPLE, "nothing is handed in; people give the points"),
    (FORM, "students answer questions on the page"),
    (DOCUMENT, "students hand in a PDF or a text"),
)
KINDS = (
    "reading",
    "summary",
    "quiz",
    "presentation",
    "attendance",
    "participation",
    "milestone",
    "project",
    "paper",
    "homework",
    "peer_rating",
)
# What each kind begins with; it may be changed.
WAY_OF = {
    "reading": FORM,
    "summary": FORM,
    "milestone": DOCUMENT,
    "paper": DOCUMENT,
}
DATES = ("release", "due", "late_due", "lock")
DATE_LABELS = {
    "release": "Students see it from",
    "due": "Due",
    "late_due": "Taken late until",
    "lock": "Locked from",
}
FIELDS = (
    Field("title", "Title", is_needed=True),
    Field("slug", "Short name", help="Empty: made from the title."),
    Field("kind", "Kind", "choice", tuple((k, k.replace("_", " ")) for k in KINDS)),
    Field("category", "Category", is_needed=True),
    Field("points", "Points that people give", "number"),
    Field("pass_mark", "Passed from so many points", "number"),
    Field("team_min", "Smallest team", "whole"),
    Field("team_max", "Largest team", "whole"),
    Field("text", "What students read, in Markdown", "long"),
    Field("filled", "Points for answering everything", "number"),
    Field("right", "Points for right answers", "number"),
    Field("shuffle", "Questions in an order of each student’s own", "flag"),
    Field("headings", "Headings the document must have, by commas", "names"),
    Field("headed", "Points for having them all", "number"),
    Field("max_pages", "At most so many pages", "whole"),
    Field("per_day", "Hand-ins a day", "whole"),
    Field(
        "counts",
        "Which counts",
        "choice",
        (("last", "the last"), ("best", "the best"), ("chosen", "the chosen one")),
    ),
)
PARTS = (
    Field("title", "Part", width=6, is_needed=True),
    Field("points", "Points", "number", width=3, is_needed=True),
    Field("name", "", "text"),
)
QUESTIONS = (
    Field("ask", "Question", "long", is_needed=True, width=12),
    Field(
        "kind",
        "Answered by",
        "choice",
        (
            ("text", "a text that people read"),
            ("short", "a word or a few"),
            ("single", "one of these"),
            ("multiple", "some of these"),
            ("number", "a number"),
        ),
        width=4,
    ),
    Field(
        "options", "Options, one a line", "long", width=8, help="A * before right ones."
    ),
    Field("answer", "Right answer", width=4, help="Several words: a | b."),
    Field("percent", "May be off by, %", "number", width=3),
    Field("points", "Weight", "number", width=2),
    Field("least_words", "Least words", "whole", width=3),
    Field("name", "", "text"),
)
