"""Which events of the diary are news, and to whom."""

from portal.notifications.hearing import grading, marking, people, requests, teams
from portal.notifications.hearing.reading import Hearer

HEARERS: dict[str, Hearer] = {
    **grading.HEARERS,
    **marking.HEARERS,
    **people.HEARERS,
    **requests.HEARERS,
    **teams.HEARERS,
}

__all__ = ["HEARERS", "Hearer"]
