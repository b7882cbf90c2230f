"""EECS 182 on paper: homework 40 %, exams 30, project 25 by points, participation 5.

All of it ours: the syllabus states none. The lowest homework is dropped. Five slip days
in the term, for homework; what they do not cover, and all else that is late, is 0.

The sums beside a row are without homework 7. Who has one there has exactly the mean of
the others that count, so that it is one more of them and changes none: 85 of four is 85
of five. The rest are excused from it, and who handed in nothing has nothing there.
"""

from tests.courses.finals.paper import Student

FOLDER = "eecs182-fa22"
COLUMNS = """
hw01 hw02 hw04 hw05 hw06 hw07 hw08 hw10 | exam1 exam2 | project-proposal project |
participation
"""
CATEGORIES = "homework exams project participation"

CLASS = [
    # 60 dropped: 520 / 6 · 0.4 = 104 / 3; 85 -> 25.5; 88 -> 22; 5
    Student(
        "Ada",
        "90 80 100 70 60 exc 95 85 | 80 90 | 18 70 | 100",
        (104 / 3, 25.5, 22, 5),
        52.5 + 104 / 3,
    ),
    # 47 hours are two days, 71 are three: five pay for both. 30 dropped: 390 / 6 = 65
    Student(
        "Ben",
        "90+47h 80+71h 70 60 50 65 40 30 | 60 60 | 10 50 | 80",
        (26, 18, 15, 4),
        63,
    ),
    # five days pay for one of two; the other is 0, and dropped: 500 / 6
    Student(
        "Cleo",
        "100+3d 90+3d 80 80 80 exc 80 80 | 100 80 | 20 60 | 60",
        (100 / 3, 27, 20, 3),
        50 + 100 / 3,
    ),
    # six days are one too many: 0, and dropped: 70 -> 28
    Student(
        "Dan",
        "100+6d 70 70 70 70 70 70 70 | 50 70 | 16 64 | 100",
        (28, 18, 20, 5),
        71,
    ),
    # two exams of 40 -> 12
    Student("Eve", "- - - - - - - - | 40 40 | - - | 0", (0, 12, 0, 0), 12),
    # everything
    Student(
        "Finn",
        "100 100 100 100 100 100 100 100 | 100 100 | 20 80 | 100",
        (40, 30, 25, 5),
        100,
    ),
    # five count, 60 dropped: 340 / 4 = 85 -> 34; 90 alone -> 27; 95 -> 23.75; 4.5
    Student(
        "Gia",
        "exc exc 90 80 70 85 100 60 | 90 exc | 20 75 | 90",
        (34, 27, 23.75, 4.5),
        89.25,
    ),
    # no slip days for the project: 20 and 0 of 100 -> 5
    Student(
        "Hal",
        "80 80 80 80 80 80 80 80 | 80 80 | 20 80+1h | 80",
        (32, 24, 5, 4),
        65,
    ),
    # an hour is a day, five times: all paid. 40 dropped: 450 / 6 = 75 -> 30
    Student(
        "Ivy",
        "100+1h 90+1h 80+1h 70+1h 60+1h 75 50 40 | 70 70 | 15 60 | 50",
        (30, 21, 18.75, 2.5),
        72.25,
    ),
    # six times: the worst of them is not paid, and dropped: 525 / 6 = 87.5 -> 35
    Student(
        "Jon",
        "100+1h 95+1h 85+1h 80+1h 75+1h 87.5 70+1h 90 | 95 85 | 19 76 | 95",
        (35, 27, 23.75, 4.75),
        90.5,
    ),
    # 100 for two days, or 90 for four, not both: 100, and 60 on time is dropped:
    # 450 / 6 = 75 -> 30
    Student(
        "Kim",
        "50,100+2d 70 70 70 70 75 70 60,90+4d | 60 80 | 14 56 | 70",
        (30, 21, 17.5, 3.5),
        72,
    ),
    # the last one counts in homework 2: 70, and it is dropped -> 32
    Student(
        "Lou",
        "80 90,70 80 80 80 80 80 80 | 100 100 | 12 68 | 40",
        (32, 30, 20, 2),
        84,
    ),
    # what staff set needs no days, so five pay for the first. One 60 dropped:
    # 90 + 65 + 4 · 60 = 395, by 6 · 0.4 = 79 / 3
    Student(
        "Mia",
        "90+5d 60 80+3d=65 60 60 exc 60 60 | 75 65 | 17 63 | 85",
        (79 / 3, 21, 20, 4.25),
        45.25 + 79 / 3,
    ),
    # in time by an extension, so five days are left for homework 8. One 70 dropped:
    # 4 · 70 + 88 + 77 = 445, by 6 · 0.4 = 89 / 3
    Student(
        "Ned",
        "70 70 70 70 88+2d^2d exc 77+5d 70 | 66 74 | 13 52 | 100",
        (89 / 3, 21, 16.25, 5),
        42.25 + 89 / 3,
    ),
    # no project: 40 + 30 + 5 = 75 are the whole: 3600, 2400 and 500, by 75
    Student(
        "Ola",
        "90 90 90 90 90 90 90 90 | 80 80 | exc exc | 100",
        (48, 32, None, 500 / 75),
        6500 / 75,
    ),
    # half as much time again: seven days of two weeks are in time, eight take one slip
    # day; ten of three weeks are in time. 30 dropped: 390 / 6 = 65 -> 26
    Student(
        "Pia",
        "90+7d 80+8d 70+10d 60 50 65 40 30 | 50 50 | 20 80 | 100",
        (26, 15, 25, 5),
        71,
        more_time=1.5,
    ),
    # 40 less 10 is dropped, 95 and 5 is 100: 525 / 6 = 87.5 -> 35
    Student(
        "Quin",
        "40&-10 85 85 85 85 87.5 85 95&5 | 88 92 | 18 72 | 90",
        (35, 27, 22.5, 4.5),
        89,
    ),
    # of two that are missing one is dropped: 450 / 6 = 75 -> 30; 35 -> 10.5
    Student(
        "Rae",
        "- - 90 90 90 75 90 90 | 70 0 | 16 64 | 100",
        (30, 10.5, 20, 5),
        65.5,
    ),
    # three days each: one is paid, 100, and one 0 dropped: 100 / 6 · 0.4 = 20 / 3
    Student(
        "Sam",
        "60+3d 70+3d 80+3d 90+3d 50+3d exc 40+3d 100+3d | 30 50 | 8 32 | 20",
        (20 / 3, 12, 10, 1),
        23 + 20 / 3,
    ),
    # six count. 100 for four days and 0 dropped: 420 / 5 = 84; the other way round 82
    Student(
        "Tia",
        "exc 100+4d 90+2d 80 80 84 80 80 | 85 95 | 19 61 | 60",
        (33.6, 27, 20, 3),
        83.6,
    ),
]
