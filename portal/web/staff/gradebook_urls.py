"""Addresses of the gradebook: table, one grade, one column, in and out."""

from django.urls import path

from portal.web.staff import cell, column, exports, gradebook, imports, releasing

_BOOK = "courses/<uuid:public_id>/gradebook/"
urlpatterns = [
    path(_BOOK, gradebook.show, name="gradebook"),
    path(_BOOK + "columns/", gradebook.choose, name="columns"),
    path(_BOOK + "exports/", exports.show, name="exports"),
    path(_BOOK + "exports/<slug:shape>/", exports.send, name="export"),
    path(_BOOK + "import/", imports.show, name="import"),
    path(_BOOK + "release/", releasing.show, name="release-all"),
    path(
        "enrollments/<uuid:enrollment>/grades/<uuid:assignment>/",
        cell.show,
        name="cell",
    ),
    path("ledger/<uuid:public_id>/undo/", cell.undo, name="undo"),
    path("assignments/<uuid:public_id>/grades/", column.show, name="column"),
    path("assignments/<uuid:public_id>/release/", column.release, name="release"),
    path("assignments/<uuid:public_id>/withdraw/", column.withdraw, name="withdraw"),
]
