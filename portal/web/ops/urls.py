"""Addresses of the pages for those who run the site."""

from django.urls import path

from portal.web.ops import queue, runners

app_name = "ops"
urlpatterns = [
    path("runners/", runners.show, name="runners"),
    path("runners/<uuid:public_id>/<slug:order>/", runners.order, name="runner-order"),
    path("queue/", queue.show, name="queue"),
    path("queue/<uuid:public_id>/requeue/", queue.put_back, name="requeue"),
]
