"""The schema, and a page to read and try it; both open to everybody."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

# Swagger's own styles are inline and its icons data; scripts stay ours.
PAGE_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
    "connect-src": [SELF],
    "font-src": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}


class SchemaView(SpectacularAPIView):  # type: ignore[misc]
    """The OpenAPI document, as YAML or with ``?format=json``."""

    authentication_classes = ()
    permission_classes = ()


@method_decorator(csp_replace(PAGE_POLICY), name="dispatch")
class DocsView(SpectacularSwaggerSplitView):  # type: ignore[misc]
    """Swagger, served from here: works offline, sends nothing elsewhere."""

    authentication_classes = ()
    permission_classes = ()
    url_name = "api-v1:schema"
