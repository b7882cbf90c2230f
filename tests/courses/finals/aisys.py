"""AI-Sys on paper: project 60 % by points, 29 notes and quizzes 20, participation 20.

Ours: the two lowest notes are dropped, notes are not taken after class has begun, other
late work is 0, and the points of milestones (10, 20, 70) and participation (5, 35, 60).
"""

from tests.courses.finals.paper import Student

FOLDER = "ai-sys-sp19"
COLUMNS = """
notes-0128 notes-0130 notes-0204 notes-0206 notes-0211 notes-0213 notes-0220 notes-0225
notes-0227 notes-0304 notes-0306 notes-0313 notes-0318 notes-0320 notes-0401 notes-0403
notes-0408 notes-0410 notes-0415 notes-0417 notes-0422 notes-0424 notes-0429
quiz-0128 quiz-0130 quiz-0204 quiz-0206 quiz-0211 quiz-0213 |
contract presentation taking-part | project-proposal project-checkpoint project-report
"""
CATEGORIES = "projects weekly-summaries participation"

CLASS = [
    # 90 -> 54; 27 of 27 -> 20; 90 -> 18
    Student("Ada", "1*29 | 5 30 55 | 9 18 63", (54, 20, 18), 92),
    # two nothings are dropped
    Student("Ben", "1*27 0 0 | 5 35 60 | 10 20 70", (60, 20, 20), 100),
    # one of three stays: 26 of 27 -> 520 / 27
    Student("Cleo", "1*26 0*3 | 5 25 50 | 8 16 56", (48, 520 / 27, 16), 64 + 520 / 27),
    # half of each: 13.5 of 27 -> 10
    Student("Dan", "0.5*29 | 0 0 0 | - - -", (0, 10, 0), 10),
    # of five misses two are dropped: 20 + 2 = 22 of 27 -> 440 / 27
    Student(
        "Eve",
        "1*20 0.5*4 -*5 | 5 20 35 | 5 10 35",
        (30, 440 / 27, 12),
        42 + 440 / 27,
    ),
    # no notes at all, excused: 80 are the whole: 60 · 80 / 80, 20 · 100 / 80
    Student("Finn", "exc*29 | 5 35 60 | 8 16 56", (60, None, 25), 85),
    # ten of 27 -> 200 / 27
    Student("Gia", "1*10 -*19 | 5 35 60 | 10 20 70", (60, 200 / 27, 20), 80 + 200 / 27),
    # the report an hour late: 30 -> 18; 60 -> 12
    Student("Hal", "1*29 | 5 35 20 | 10 20 70+1h", (18, 20, 12), 50),
    # one came a minute after class began: 25 of 27 -> 500 / 27
    Student(
        "Ivy",
        "1*25 1+1m -*3 | 5 35 40 | 10 15 50",
        (45, 500 / 27, 16),
        61 + 500 / 27,
    ),
    # the report excused: 24 of 30 is 80 -> 48
    Student("Jon", "1*29 | 5 30 45 | 9 15 exc", (48, 20, 16), 84),
    # the talk excused: 50 of 65 -> 200 / 13; a half and a whole note dropped
    Student(
        "Kim",
        "1*28 0.5 | 5 exc 45 | 10 20 60",
        (54, 20, 200 / 13),
        74 + 200 / 13,
    ),
    # a half set to a whole; 90 -> 18; 80 -> 48
    Student("Lou", "1*26 0.5=1 0 0 | 5 35 60&-10 | 10 20 70&-20", (48, 20, 18), 86),
    # in time by an extension
    Student("Mia", "1*26 1+20h^1d 0 0 | 5 20 50 | 8 12 40", (36, 20, 15), 71),
    # the last one counts: 25 + 0.5 + 1 = 26.5 of 27 -> 530 / 27
    Student(
        "Ned",
        "1*25 1,0.5 0.5,1 0 0 | 0 35 40 | 7 14 49",
        (42, 530 / 27, 15),
        57 + 530 / 27,
    ),
    # twenty count, two halves dropped: 10 + 4 = 14 of 18 -> 140 / 9
    Student(
        "Ola",
        "exc*9 1*10 0.5*10 | 5 15 30 | 10 10 30",
        (30, 140 / 9, 10),
        40 + 140 / 9,
    ),
    # half as much time again: of a week that is three days and a half, so three are in
    # time and four are not: 25.5 of 27 -> 170 / 9. Of three weeks it is ten days and a
    # half, of 58 days 29: 88 -> 52.8
    Student(
        "Pia",
        "1*24 1+3d 1+4d 0.5 0 0 | 5 35 50 | 8+10d 20 60+28d",
        (52.8, 170 / 9, 18),
        70.8 + 170 / 9,
        more_time=1.5,
    ),
    # the contract, and nothing else: 5 -> 1
    Student("Quin", "0*29 | 5 0 0 | 0 0 0", (0, 0, 1), 1),
    # participation excused: 60 · 60 / 80; 20 · 100 / 80
    Student("Rae", "1*29 | exc exc exc | 6 12 42", (45, 25, None), 70),
    # a miss and a whole note dropped; no checkpoint: 80 -> 48; 95 -> 19
    Student("Sam", "1*28 - | 0 35 60 | 10 - 70", (48, 20, 19), 87),
    # two halves dropped: 12.5 + 2 = 14.5 of 27 -> 290 / 27
    Student(
        "Tia",
        "0.5*27 1 1 | 2.5 17.5 30 | 5 10 35",
        (30, 290 / 27, 10),
        40 + 290 / 27,
    ),
]
