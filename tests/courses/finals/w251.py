"""W251 on paper: graded homework 40 %, for credit 10, participation 10, project 40.

Late is 0, nothing is 0, nothing is dropped, rounded or capped. Credit needs 8 points of
10, in homework 4, 6 and 12 it needs 60 of 100. Practice, of weight 0, is not in the
table.
"""

from tests.courses.finals.paper import Student

FOLDER = "w251"
COLUMNS = """
hw03 hw05 hw09 hw11 | hw01 hw02 hw04 hw06 hw07 hw08 hw10 hw12 | participation |
project
"""
CATEGORIES = "graded-homework credit-homework participation project practice"

CLASS = [
    # 340 / 4 = 85 -> 34; 8 of 8 -> 10; 9.5; 0.4 · 88 = 35.2
    Student(
        "Ada",
        "90 80 100 70 | 10 8 90 60 10 10 8 75 | 95 | 88",
        (34, 10, 9.5, 35.2, None),
        88.7,
    ),
    # 110 with the bonus, a minute late is 0: 260 / 4 = 65 -> 26;
    # 7.9 is no credit, nor is nothing: 6 of 8 -> 7.5; 10; 24
    Student(
        "Ben",
        "110 100 95+1m 50 | 10 10 100 100 10 10 7.9 - | 100 | 60",
        (26, 7.5, 10, 24, None),
        67.5,
    ),
    # 240 / 3 = 80 -> 32; the last one came late: 7 of 8 -> 8.75; 8; 36
    Student(
        "Cleo",
        "80 90 exc 70 | 10 10 100 60 10 10 10 80+30m | 80 | 90",
        (32, 8.75, 8, 36, None),
        84.75,
    ),
    # nothing; nothing; 5; 16
    Student("Dan", "- - - - | - - - - - - - - | 50 | 40", (0, 0, 5, 16, None), 21),
    # 280 / 4 = 70 -> 28; 4 of 8 -> 5; 0; 40
    Student(
        "Eve",
        "60 60 60 -=100 | 8 8 80 60 0 1 7 - | 0 | 100",
        (28, 5, 0, 40, None),
        73,
    ),
    # everything
    Student(
        "Finn",
        "100 100 100 100 | 10 10 100 100 10 10 10 100 | 100 | 100",
        (40, 10, 10, 40, None),
        100,
    ),
    # 410 / 4 = 102.5 -> 41: there is no cap
    Student(
        "Gia",
        "110 100 100 100 | 10 10 100 100 10 10 10 100 | 100 | 100",
        (41, 10, 10, 40, None),
        101,
    ),
    # the best counts, whichever came first: 75 85 55 92 = 307, by 4 is 76.75 -> 30.7;
    # 59 twice: 6 of 8 -> 7.5; 7; 28.8
    Student(
        "Hal",
        "75 65,85 55,40 92 | 10 10 100 59 10 10 10 59 | 70 | 72",
        (30.7, 7.5, 7, 28.8, None),
        74,
    ),
    # a second late: 270 / 4 = 67.5 -> 27; just credit eight times -> 10; 8.5; 36.4
    Student(
        "Ivy",
        "88+1s 90 90 90 | 8 8 80 60 8 8 8 60 | 85 | 91",
        (27, 10, 8.5, 36.4, None),
        81.9,
    ),
    # an extension of two days: 268 / 4 = 67 -> 26.8; 6 of 7 -> 60 / 7; 6; 22
    Student(
        "Jon",
        "88+40h^2d 70 60 50 | exc 10 100 100 10 10 10 0 | 60 | 55",
        (26.8, 60 / 7, 6, 22, None),
        54.8 + 60 / 7,
    ),
    # nothing counts in the first, so 10 + 10 + 40 = 60 share the whole:
    # 1000 / 60; 900 / 60 = 15; 3200 / 60: together 5100 / 60
    Student(
        "Kim",
        "exc exc exc exc | 10 10 100 60 10 10 10 60 | 90 | 80",
        (None, 1000 / 60, 15, 3200 / 60, None),
        85,
    ),
    # without participation 90 are the whole: 3200, 500 (4 of 8) and 2800, by 90
    Student(
        "Lou",
        "80 80 80 80 | 10 10 100 60 - - - - | exc | 70",
        (3200 / 90, 500 / 90, None, 2800 / 90, None),
        6500 / 90,
    ),
    # 5 for an architecture of one's own: 350 / 4 = 87.5 -> 35; 10; 8.8; 38
    Student(
        "Mia",
        "85 70&5 90 100 | 10 10 100 100 10 10 10 100 | 88 | 95",
        (35, 10, 8.8, 38, None),
        91.8,
    ),
    # three days late, and staff said 40: 220 / 4 = 55 -> 22; 5 of 8 -> 6.25; 3; 18
    Student(
        "Ned",
        "50 90+3d=40 60 70 | 10 10 100 60 10 0 0 0 | 30 | 45",
        (22, 6.25, 3, 18, None),
        49.25,
    ),
    # 95 came late, so 40 stays the best: 280 / 4 = 70 -> 28; 7 of 8 -> 8.75; 9.2; 33.6
    Student(
        "Ola",
        "80 40,95+2h 80 80 | 10 10 100 70+1h 10 10 10 60 | 92 | 84",
        (28, 8.75, 9.2, 33.6, None),
        79.55,
    ),
    # half as much time again is three days and a half of a week: three are in time,
    # four are not, 84 hours just are: 220 / 4 = 55 -> 22; 10; 7.5; 26.4
    Student(
        "Pia",
        "90+3d 80+4d 70+84h 60 | 8 8 80 60 8 8 8 60 | 75 | 66",
        (22, 10, 7.5, 26.4, None),
        65.9,
        more_time=1.5,
    ),
    # 199.8 / 4 = 49.95 -> 19.98; 7.99 and 59.99 are none: 6 of 8 -> 7.5; 6.6; 31.08
    Student(
        "Quin",
        "33.3 66.6 99.9 0 | 8 7.99 80 60 8 8 8 59.99 | 66 | 77.7",
        (19.98, 7.5, 6.6, 31.08, None),
        65.16,
    ),
    # all credit excused: 2400 (240 / 4 = 60), 800 and 3400, by 90
    Student(
        "Rae",
        "- 90 90 60 | exc exc exc exc exc exc exc exc | 80 | 85",
        (2400 / 90, None, 800 / 90, 3400 / 90, None),
        6600 / 90,
    ),
    # the project came ten minutes after the session: 40; 10; 10; 0
    Student(
        "Sam",
        "100 100 100 100 | 10 10 100 100 10 10 10 100 | 100 | 95+10m",
        (40, 10, 10, 0, None),
        60,
    ),
    # 10 taken off: 260 / 4 = 65 -> 26; 6 of 8 -> 7.5; 4.5; 20
    Student(
        "Tia",
        "80&-10 90 100 0 | 10 10 - 60 10 - 10 60 | 45 | 50",
        (26, 7.5, 4.5, 20, None),
        58,
    ),
]
