"""Addresses of pages about code that is alike."""

from django.urls import path

from portal.web.similarity import comparison, pair, runs

app_name = "similarity"
_RUNS = "assignments/<uuid:public_id>/similarity/"
_RUN = "similarity/<uuid:public_id>/"
_PAIR = "similarity/pairs/<uuid:public_id>/"
urlpatterns = [
    path(_RUNS, runs.show, name="runs"),
    path(_RUNS + "start/", runs.start, name="start"),
    path(_RUNS + "threshold/", runs.threshold, name="threshold"),
    path(_RUN, comparison.show, name="comparison"),
    path(_RUN + "pairs.<slug:shape>", comparison.send, name="file"),
    path(_PAIR, pair.show, name="pair"),
    path(_PAIR + "notes/", pair.note, name="note"),
    path(_PAIR + "names/", pair.names, name="names"),
]
