"""Addresses of the operators' pages."""

from django.urls import path

from portal.web.ops import queue, runners

app_name = "ops"
urlpatterns = [
    path("runners/", runners.show, name="runners"),
    path("runners/<uuid:public_id>/<str:verb>/", runners.order, name="order"),
    path("queue/", queue.show, name="queue"),
    path("jobs/<uuid:public_id>/requeue/", queue.requeue, name="requeue"),
]
