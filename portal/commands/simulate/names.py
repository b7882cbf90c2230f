"""Names as a class has them, from many places, and addresses that nobody can have."""

import unicodedata
from random import Random

DOMAIN = "simulated.example"
# Given names, then family names; no two of all these are alike without their accents.
PLACES: tuple[tuple[str, str], ...] = (
    (
        "Amara Chidi Emeka Ngozi Tunde Yewande Zainab Kelechi",
        "Abara Okonkwo Adeyemi Balogun Eze Nwosu Olatunji",
    ),
    (
        "Kofi Ama Kwabena Abena Thandiwe Sipho Wanjiru Tariro",
        "Mensah Owusu Dlamini Nkosi Kamau Moyo Boateng",
    ),
    (
        "Kavya Priya Arjun Rohan Meera Sanjay Lakshmi Harpreet",
        "Gupta Iyer Reddy Banerjee Chaudhary Nair Singh",
    ),
    (
        "Li Wei Xiaoming Jiayi Yuxuan Mengyao Haoran Zihan",
        "Zhang Chen Huang Zhao Liu Xu Ouyang",
    ),
    (
        "Haruto Sakura Yuki Kenta Aoi Minato Riku Daichi",
        "Tanaka Nakamura Ueda Kobayashi Saitō Yamamoto Endō",
    ),
    (
        "Min-jun Seo-yeon Ji-woo Ha-eun Do-yun Su-bin Ye-jin Tae-hyung",
        "Kim Park Choi Jeong Kang Yoon Hwang",
    ),
    (
        "Thị_Lan Minh_Anh Quang_Huy Ngọc Đức Thu_Hà Bảo Phương",
        "Nguyễn Trần Phạm Võ Đặng Bùi Lê",
    ),
    (
        "Samir Farah Yusuf Layla Omar Noor Khadija Elif",
        "Haddad Rahman Al-Masri Mansour Khalil Yılmaz Şahin",
    ),
    (
        "Mateo Ximena José_Luis Camila Inés Joaquín Lucía Iván",
        "García Hernández Quiroga Muñoz Castillo de_la_Cruz Peña",
    ),
    (
        "Rosa João Thaís Davi Larissa Otávio Bruna Caio",
        "Santos Oliveira Araújo Figueiredo Lima Gonçalves Teixeira",
    ),
    (
        "Jonas Freya Søren Astrid Åsa Nils Ingrid Leif",
        "Eriksen Lindgren Dahl Jørgensen Mäkinen Bergström Østby",
    ),
    (
        "Zofia Łukasz Dmitri Nadia Goran Ana_Marija Bohdan Katya",
        "Kowalski Petrov Ivanova Horvat Novák Shevchenko Wójcik",
    ),
    (
        "Chloë Anne-Marie Gustav Léa Matteo Giulia Sander Femke",
        "Moreau Bianchi Weiß van_der_Berg Dubois Rossi Achterberg",
    ),
    (
        "Hannah Marcus Siobhán DeShawn Ruth Owen Makayla Leilani",
        "O’Neill Washington Cohen MacDonald Kealoha Begay Brooks",
    ),
)
FAMILY_FIRST = {6}  # the places whose family names stand before given ones
MIXED = 0.2  # of the names: parents from two places
LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "ı": "i", "æ": "ae", "’": ""}
)


def names(count: int, rng: Random) -> list[str]:
    """Return so many names, no two alike."""
    pure, mixed = _every()
    every = pure + rng.sample(mixed, round(len(pure) * MIXED))
    if count > len(every):
        more = 2 + count // len(every)
        every += [f"{name} {n}" for n in range(2, more) for name in every]
    return rng.sample(every, count)


def address(name: str, course: str) -> str:
    """Return an address that nobody can have: .example is never given out."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(LETTERS))
    words = "".join(c for c in plain if c.isascii())
    letters = ".".join("".join(c if c.isalnum() else " " for c in words).split())
    return f"{letters}.{course}@{DOMAIN}"


def _every() -> tuple[list[str], list[str]]:
    """Return the names of one place each, and those of two."""
    pure: list[str] = []
    mixed: list[str] = []
    for number, (given, _) in enumerate(PLACES):
        for other, (_, family) in enumerate(PLACES):
            found = pure if number == other else mixed
            is_turned = number in FAMILY_FIRST and number == other
            found += [
                _whole(first, last, is_turned=is_turned)
                for first in given.split()
                for last in family.split()
            ]
    return pure, mixed


def _whole(given: str, family: str, *, is_turned: bool) -> str:
    both = f"{family} {given}" if is_turned else f"{given} {family}"
    return both.replace("_", " ")
