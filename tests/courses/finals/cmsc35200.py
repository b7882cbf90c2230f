"""CMSC 35200 on paper: assignments 30 %, project 40 by points, paper 20, presence 10.

Ours: an assignment loses a tenth a day for three days, then all; milestones and paper
are 0 when they are late; milestones are 10, 10, 30 and 50 points.
"""

from tests.courses.finals.paper import Student

FOLDER = "cmsc35200"
COLUMNS = """
pa1-genes pa2-benchmark pa3-tokenizers pa4-scorer |
project-proposal project-revised project-midway project-presentation |
final-paper | participation
"""
CATEGORIES = "assignments project paper participation"

CLASS = [
    # 100 81 80 70: 331 / 4 · 0.3 = 24.825; 91 -> 36.4; 17; 10
    Student(
        "Ada",
        "100 90+1h 80 70 | 10 9 27 45 | 85 | 100",
        (24.825, 36.4, 17, 10),
        88.225,
    ),
    # 72 hours are three days, 73 are too many: 56 0 0 60: 29 -> 8.7; 70 -> 28
    Student(
        "Ben",
        "80+72h 100+73h - 60 | 8 8 24 30 | 60 | 50",
        (8.7, 28, 12, 5),
        53.7,
    ),
    # three count -> 30; the revision was a minute late: 90 -> 36
    Student("Cleo", "100 100 100 exc | 10 10+1m 30 50 | 95 | 90", (30, 36, 19, 9), 94),
    # 15; 10 -> 4; no paper; 2
    Student("Dan", "50 50 50 50 | 10 - - 0 | - | 20", (15, 4, 0, 2), 21),
    # a second is a day: 100 81 100 60: 85.25 -> 25.575
    Student(
        "Eve",
        "100 90+1s 100 60 | 10 10 30 50 | 70 | 100",
        (25.575, 40, 14, 10),
        89.575,
    ),
    # everything
    Student(
        "Finn",
        "100 100 100 100 | 10 10 30 50 | 100 | 100",
        (30, 40, 20, 10),
        100,
    ),
    # 60 in time, or 100 less two tenths: 80. The last report counts: 70. The best: 75.
    # 300 / 4 = 75 -> 22.5; 80 -> 32
    Student(
        "Gia",
        "60,100+2d 90,70 50,75 75 | 9 9 21 41 | 80 | 80",
        (22.5, 32, 16, 8),
        78.5,
    ),
    # no assignments
    Student("Hal", "- - - - | 10 10 30 50 | 100 | 100", (0, 40, 20, 10), 70),
    # the paper was late: 0; 340 / 4 = 85 -> 25.5
    Student("Ivy", "88 92 76 84 | 7 8 25 40 | 90+1h | 70", (25.5, 32, 0, 7), 64.5),
    # in time by an extension: 260 / 4 = 65 -> 19.5
    Student(
        "Jon",
        "70 80+30h^2d 60 50 | 5 5 15 25 | 50 | 50",
        (19.5, 20, 10, 5),
        54.5,
    ),
    # no project: 60 are the whole: 2400, 1800 and 600, by 60
    Student("Kim", "80 80 80 80 | exc exc exc exc | 90 | 60", (40, None, 30, 10), 80),
    # the talk excused: 35 of 50 is 70 -> 28; 50 -> 15
    Student("Lou", "100 0 100 0 | 8 7 20 exc | 40 | 40", (15, 28, 8, 4), 55),
    # set to 75, and ten added: 85 90 75 70: 80 -> 24; 75 -> 30; 80 -> 16
    Student(
        "Mia",
        "85 90 90+5d=75 60&10 | 10 8 22 35 | 75&5 | 95",
        (24, 30, 16, 9.5),
        79.5,
    ),
    # 24 hours are one day, 25 are two, 49 are three: 90 80 70 90: 82.5 -> 24.75
    Student(
        "Ned",
        "100+1d 100+25h 100+49h 100+1s | 6 6 18 30 | 65 | 85",
        (24.75, 24, 13, 8.5),
        70.25,
    ),
    # no paper: 80 are the whole: 2700, 4000 and 500, by 80
    Student(
        "Ola",
        "90 90 90 90 | 10 10 30 50 | exc | 50",
        (33.75, 50, None, 6.25),
        90,
    ),
    # half as much time again: four of nine days are in time, seven of fourteen are,
    # five of nine are a day late: 90 80 90 60: 80 -> 24
    Student(
        "Pia",
        "90+4d 80+7d 100+5d 60+4d | 10 10 30 30 | 70 | 60",
        (24, 32, 14, 6),
        76,
        more_time=1.5,
    ),
    # 200 / 4 = 50 -> 15; 40 -> 16; 11.1; 4.5
    Student(
        "Quin",
        "33.33 66.67 12.5 87.5 | 2.5 7.5 10 20 | 55.5 | 45",
        (15, 16, 11.1, 4.5),
        46.6,
    ),
    # one assignment is all of them: 64 -> 19.2; 70 -> 28
    Student(
        "Rae",
        "exc exc exc 64 | 10 10 0 50 | 30 | 100",
        (19.2, 28, 6, 10),
        63.2,
    ),
    # two days late, all of them: 80 -> 24; late milestones: 50 -> 20
    Student(
        "Sam",
        "100+2d 100+2d 100+2d 100+2d | 10+1d 10+1d 30+1d 50 | 90 | 0",
        (24, 20, 18, 0),
        62,
    ),
    # 0 35 40 100: 43.75 -> 13.125; 60 -> 24; 17.6; 7.7
    Student(
        "Tia",
        "0+1d 50+3d 50+2d 100 | 9 8 18 25 | 88 | 77",
        (13.125, 24, 17.6, 7.7),
        62.425,
    ),
]
