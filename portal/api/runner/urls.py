"""Addresses under /api/runner/v1/."""

from django.urls import path

from portal.api.runner import views

app_name = "runner-api"
_LEASE = "leases/<uuid:lease_id>/"
urlpatterns = [
    path("claims/", views.ClaimView.as_view(), name="claims"),
    path(_LEASE + "heartbeat/", views.HeartbeatView.as_view(), name="heartbeat"),
    path(_LEASE + "log/<str:stage>/", views.LogView.as_view(), name="log"),
    path(_LEASE + "blobs/<str:sha256>/", views.BlobView.as_view(), name="blob"),
    path(
        _LEASE + "artifacts/<path:name>/", views.ArtifactView.as_view(), name="artifact"
    ),
    path(_LEASE + "report/", views.ReportView.as_view(), name="report"),
]
