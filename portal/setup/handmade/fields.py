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
    "lab",
    "peer_rating",
)
TALK = "presentation"  # the kind that has slots
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
    Field("points", "Points, where it has no parts", "number"),
    Field("pass_mark", "Points needed to pass", "number"),
    Field("team_min", "Smallest team", "whole"),
    Field("team_max", "Largest team", "whole"),
    Field("text", "What students read, in Markdown", "long"),
    Field("shuffle", "Questions in an order of each student’s own", "flag"),
    Field(
        "documents",
        "The document’s names, by commas",
        "names",
        help="Exactly one of them comes: .pdf, .md or .txt.",
    ),
    Field(
        "extras",
        "Files that may come with it",
        "names",
        help="Names by commas; * stands for anything, as in *.png.",
    ),
    Field("headings", "Headings it must have, by commas", "names"),
    Field("min_pages", "At least this many pages", "whole"),
    Field("max_pages", "At most this many pages", "whole"),
    Field("min_words", "At least this many words", "whole"),
    Field("max_mib", "All files together at most, MiB", "number"),
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
    Field(
        "graded",
        "Graded by",
        "choice",
        (("number", "a number"), ("rubric", "a rubric")),
        width=3,
    ),
    Field("name", "", "text"),
)
BY_PEOPLE = "people"
SHARES = ("answered", "right", "distinct", "headings")
CHECKS = (
    Field("title", "What it says to students", width=6, is_needed=True),
    Field("name", "Short name", width=3),
    Field("points", "Points", "number", width=3),
    Field(
        "by",
        "Found by",
        "choice",
        (
            (BY_PEOPLE, "people, by a rubric"),
            ("answered", "how many questions are answered"),
            ("right", "how many answers are right"),
            ("distinct", "how many answers repeat no other"),
            ("headings", "how many headings are there"),
            ("pages", "whether the pages are within bounds"),
            ("words", "whether the words are within bounds"),
        ),
        width=6,
    ),
    Field(
        "how",
        "Points come",
        "choice",
        (
            ("line", "by the share that is found"),
            ("bands", "in steps of that share"),
            ("credit", "all or none"),
            ("gate", "none, but others need it"),
        ),
        width=6,
    ),
    Field("steps", "Steps, %, as 50: 50, 100: 100", width=4, is_rare=True),
    Field(
        "requires",
        "Only once these are met, by short name",
        "names",
        width=4,
        is_rare=True,
    ),
    Field(
        "visibility",
        "Students see it",
        "choice",
        (
            ("visible", "at once"),
            ("after_due_date", "after the due date"),
            ("after_published", "with the release"),
            ("hidden", "never"),
        ),
        width=4,
        is_rare=True,
    ),
)
SECTIONS = (
    Field("title", "Heading, such as the paper to read", width=9, is_needed=True),
    Field("name", "Short name", width=3),
    Field("text", "Below it, in Markdown", "long", width=12),
)
EACH = "each"  # what a question says that is asked in every section
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
    Field("answer", "Right answer, several as a | b", width=4),
    Field("section", f"Section, or {EACH}", width=4),
    Field("options", "Options, one a line, a * before right ones", "long", width=12),
    Field("least_words", "Least words", "whole", width=3, is_rare=True),
    Field("most_words", "Most words", "whole", width=3, is_rare=True),
    Field("unit", "Unit", width=3, is_rare=True),
    Field("points", "Weight", "number", width=3, is_rare=True),
    Field("tolerance", "May be off by", "number", width=3, is_rare=True),
    Field("percent", "or by, %", "number", width=3, is_rare=True),
    Field("help", "Smaller, below it", width=6, is_rare=True),
    Field(
        "partial",
        "Each right one of several gives its share",
        "flag",
        width=6,
        is_rare=True,
    ),
    Field("optional", "May stay empty", "flag", width=6, is_rare=True),
    Field("name", "", "text"),
)
SLOTS = (
    Field("role", "What one does there", width=6, is_needed=True),
    Field("sessions", "At sessions, as 2-7, 9", width=6, is_needed=True),
    Field("places", "Places; others wait in line", "whole", width=6),
    Field("notice_hours", "Left until this many hours before", "whole", width=6),
)
