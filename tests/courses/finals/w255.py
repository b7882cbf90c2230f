"""W255 on paper: five labs of 10 %, the project 50 %; two parts count one half each.

Late is 0, nothing is 0. Whoever imports pandas gets 50 points at most in lab 2.
"""

from tests.courses.finals.paper import Student

FOLDER = "w255"
COLUMNS = """
lab1 lab1-image | lab2 | lab3 lab3-kubernetes | lab4-overlays lab4-live | lab5 |
project project-live
"""
CATEGORIES = "lab1 lab2 lab3 lab4 lab5 project"

CLASS = [
    # 10; 9.5; 85 -> 8.5; 95 -> 9.5; 9.2; 91 -> 45.5
    Student(
        "Ada",
        "100 100 | 95 | 90 80 | 100 90 | 92 | 88 94",
        (10, 9.5, 8.5, 9.5, 9.2, 45.5),
        92.2,
    ),
    # pandas: 97 becomes 50 -> 5
    Student(
        "Ben",
        "100 90 | 97! | 100 100 | 90 90 | 90 | 100 90",
        (9.5, 5, 10, 9, 9, 47.5),
        90,
    ),
    # a minute late: 0 and 100 -> 5
    Student(
        "Cleo",
        "100+1m 100 | 90 | 90 90 | 90 90 | 90 | 50 50",
        (5, 9, 9, 9, 9, 25),
        66,
    ),
    # 30 is below what pandas leaves, so it stays -> 3; 50 and 0 -> 2.5
    Student(
        "Dan",
        "40 50 | 30! | - - | 50 0 | - | 60 40",
        (4.5, 3, 0, 2.5, 0, 25),
        35,
    ),
    # lab 3 excused: 90 are the whole. 1000, 1000, 900, 500, 95 · 50 = 4750
    Student(
        "Eve",
        "100 100 | 100 | exc exc | 80 100 | 50 | 90 100",
        (1000 / 90, 1000 / 90, None, 10, 500 / 90, 4750 / 90),
        8150 / 90,
    ),
    # one half of lab 3 excused: the other one is the lab, 72 -> 7.2
    Student(
        "Finn",
        "60 80 | 66 | 72 exc | 70 50 | 88 | 75 85",
        (7, 6.6, 7.2, 6, 8.8, 40),
        75.6,
    ),
    # everything
    Student(
        "Gia",
        "100 100 | 100 | 100 100 | 100 100 | 100 | 100 100",
        (10, 10, 10, 10, 10, 50),
        100,
    ),
    # the project alone
    Student("Hal", "- - | - | - - | - - | - | 100 100", (0, 0, 0, 0, 0, 50), 50),
    # 98 with pandas is 50, 60 without is 60: the best counts -> 6
    Student(
        "Ivy",
        "90 90 | 98!,60 | 90 70 | 60 80 | 100 | 85 65",
        (9, 6, 8, 7, 10, 37.5),
        77.5,
    ),
    # lab 2 within its extension -> 8; the project a second late: 0 and 80 -> 20
    Student(
        "Jon",
        "70 70 | 80+1d^2d | 75 85 | 95 95 | - | 90+1s 80",
        (7, 8, 8, 9.5, 0, 20),
        52.5,
    ),
    # halves of labs: 5; 0; 5; 5; 10; 50
    Student(
        "Kim",
        "- 100 | - | 100 - | - 100 | 100 | 100 100",
        (5, 0, 5, 5, 10, 50),
        75,
    ),
    # lab 5 set to 90 -> 9; pandas -> 5
    Student(
        "Lou",
        "55 65 | 100! | 45 55 | 35 65 | 70=90 | 62 58",
        (6, 5, 5, 5, 9, 30),
        60,
    ),
    # 80 and 10 added are 90, with 70 -> 8
    Student(
        "Mia",
        "85 95 | 75 | 80&10 70 | 100 100 | 90 | 96 84",
        (9, 7.5, 8, 10, 9, 45),
        88.5,
    ),
    # capped at 50, then 5 added: 55 -> 5.5
    Student(
        "Ned",
        "100 50 | 96!&5 | 50 50 | 90 50 | 50 | 90 50",
        (7.5, 5.5, 5, 7, 5, 35),
        65,
    ),
    # overlays a second late: 0 and 90 -> 4.5
    Student(
        "Ola",
        "90 100 | 88 | 77 93 | 100+1s 90 | 64 | 81 99",
        (9.5, 8.8, 8.5, 4.5, 6.4, 45),
        82.7,
    ),
    # half as much time again: of 19 days and five hours that is nine days and a half,
    # of 26 days 13, of 12 days six. Ten days were too many for the image: 100, 0 -> 5
    Student(
        "Pia",
        "100+9d 100+10d | 90+9d | 80+13d 80+6d | 50 50 | 50 | 60 60",
        (5, 9, 8, 5, 5, 30),
        62,
        more_time=1.5,
    ),
    # 49.99 is just below the cap -> 4.999
    Student(
        "Quin",
        "33.3 66.7 | 49.99! | 12.5 87.5 | 0 0 | 99.9 | 71.25 28.75",
        (5, 4.999, 5, 0, 9.99, 25),
        49.989,
    ),
    # 80 everywhere stays 80, whatever is excused
    Student(
        "Rae",
        "80 80 | exc | 80 80 | 80 80 | 80 | 80 80",
        (800 / 90, None, 800 / 90, 800 / 90, 800 / 90, 4000 / 90),
        80,
    ),
    # half of the project excused: 70 -> 35
    Student(
        "Sam",
        "100 100 | 100 | 0 100 | 100 0 | 0 | 70 exc",
        (10, 10, 5, 5, 0, 35),
        65,
    ),
    # what people looked at alone counts: 25 -> 2.5; 40 -> 20
    Student(
        "Tia",
        "100+2d 100+2d | 100+2d | 100+2d 100+2d | 100+2d 50 | 100+5d | 100+1h 80",
        (0, 0, 0, 2.5, 0, 20),
        22.5,
    ),
]
