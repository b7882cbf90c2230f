"""One settings file; what differs between installations is an env variable."""

from pathlib import Path

from csp.constants import NONE, SELF

from portal import env
from portal.database import database

ROOT = env.ROOT
VAR = env.folder("ASSAY_VAR", ROOT / "var")
DEBUG = env.flag("ASSAY_DEBUG", False)
# Production refuses the process sandbox, weak secrets and plain HTTP (portal.checks).
PRODUCTION = env.flag("ASSAY_PRODUCTION", False)
VERSION = "0.1.0"
# What runners of this site use; "process" puts a warning on every page.
SANDBOX = env.text("ASSAY_SANDBOX", "docker")

SECRET_KEY = env.text("ASSAY_SECRET_KEY", "" if PRODUCTION else "development-only-key")
# Signs training seeds and hidden seeds; never rotate it in the middle of a term.
INSTALLATION_KEY = env.text(
    "ASSAY_INSTALLATION_KEY", "" if PRODUCTION else "development-only-installation"
)
ALLOWED_HOSTS = env.words("ASSAY_HOSTS", "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = env.words("ASSAY_ORIGINS")
SITE_URL = env.text("ASSAY_SITE_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "portal.audit",
    "portal.accounts",
    "portal.courses",
    "portal.assignments",
    "portal.submissions",
    "portal.runners",
    "portal.assessments",
    "portal.grading",
    "portal.gradebook",
    "portal.marking",
    "portal.meetings",
    "portal.similarity",
    "portal.notifications",
    "portal.web",
    "portal.api",
    "portal.commands.apps.CommandsConfig",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.web.errors.RefusalMiddleware",
    "portal.lib.once.OncePerPage",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "frontend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.web.context.site",
            ],
        },
    },
    # Beside it, for tables of many thousand cells: six times as fast.
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [ROOT / "frontend" / "jinja2"],
        "OPTIONS": {"environment": "portal.web.jinja.environment"},
    },
]

DATABASES = {
    "default": database(
        env.text("DATABASE_URL", ""),
        fallback=VAR / "db.sqlite3",
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-us"
USE_I18N = False

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["portal.notifications.backend.Backend"]  # allauth's
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.accounts.adapter.ClosedSignUpAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True

# Sign-in by OpenID Connect, for those on the roster; the server's word for an
# address is taken.
OIDC_SERVER = env.text("ASSAY_OIDC_SERVER", "")
OIDC_APP = {
    "provider_id": "oidc",
    "name": env.text("ASSAY_OIDC_NAME", "single sign-on"),
    "client_id": env.text("ASSAY_OIDC_CLIENT", ""),
    "secret": env.text("ASSAY_OIDC_SECRET", ""),
    "settings": {
        "server_url": OIDC_SERVER,
        "oauth_pkce_enabled": True,
        "verified_email": True,
        "email_authentication": True,
    },
}
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"APPS": [OIDC_APP] if OIDC_SERVER else []}
}
SOCIALACCOUNT_ADAPTER = "portal.accounts.adapter.InvitedOnlyAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# A link, not a form: a form may not lead to another host (form-action 'self').
SOCIALACCOUNT_LOGIN_ON_GET = True

EMAIL_HOST = env.text("ASSAY_SMTP_HOST", "")
EMAIL_PORT = env.number("ASSAY_SMTP_PORT", 587)
EMAIL_HOST_USER = env.text("ASSAY_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.text("ASSAY_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.flag("ASSAY_SMTP_TLS", True)
EMAIL_TIMEOUT = 20  # a server that hangs must not hold the worker
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = str(VAR / "mail")
DEFAULT_FROM_EMAIL = env.text("ASSAY_MAIL_FROM", "Assay <assay@localhost>")

# What was handed in and what courses ship, by SHA-256.
STORE = env.folder("ASSAY_STORE", VAR / "store")
LOGS = env.folder("ASSAY_LOGS", VAR / "logs")
PROOFS = env.folder("ASSAY_PROOFS", VAR / "proofs")
# The lab images of this site: a proof made on another one doesn't count.
LAB_IMAGES = Path(env.text("ASSAY_LAB_IMAGES", str(ROOT / "lab_images")))

# A silent runner loses its job after this; it sends nine heartbeats in that time.
LEASE_S = env.number("ASSAY_LEASE_S", 90)

REDIS_URL = env.text("REDIS_URL", "")
_SOCKET = VAR / "valkey.sock"
CELERY_BROKER_URL = REDIS_URL or f"redis+socket://{_SOCKET}?virtual_host=0"
CELERY_TASK_IGNORE_RESULT = True  # no result backend: the database is the truth
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = "portal"
# A dead broker must not hold a hand-in: the sweep sends the ticket again.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
}
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "portal.grading.sweep", "schedule": 10.0},
    "render": {"task": "portal.submissions.render", "schedule": 5.0},
    "prepare": {"task": "portal.marking.prepare", "schedule": 4.0},
    "gather": {"task": "portal.marking.gather", "schedule": 30.0},
    "compare": {"task": "portal.similarity.compare", "schedule": 5.0},
    "listen": {"task": "portal.notifications.listen", "schedule": 5.0},
    "look": {"task": "portal.notifications.look", "schedule": 60.0},
    "deliver": {"task": "portal.notifications.deliver", "schedule": 15.0},
    "machines": {"task": "portal.notifications.watch_machines", "schedule": 300.0},
    "hourly": {"task": "portal.notifications.hourly", "schedule": 3600.0},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "celerybeat-schedule")

# allauth's rate limits need a cache that processes share; it unpickles, so in
# production it is an instance that no runner reaches.
CACHE_URL = env.text("ASSAY_CACHE_URL", "")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
    }
    if CACHE_URL
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(VAR / "cache"),
    }
}

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "frontend" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.lib.static.HashedStaticStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = env.flag("ASSAY_SSL_REDIRECT", PRODUCTION)
SECURE_HSTS_SECONDS = env.number("ASSAY_HSTS_SECONDS", 3600 if PRODUCTION else 0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

# All that one request may carry, and all that one person may leave in a day.
MAX_UPLOAD_MIB = env.number("ASSAY_MAX_UPLOAD_MIB", 512)
SUBMISSION_DAY_MIB = env.number("ASSAY_SUBMISSION_DAY_MIB", 1024)
# An upload is streamed to disk; only what does not stream is held in memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 64 * 2**10
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["portal.api.v1.auth.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "portal.api.errors.problem",
    "DEFAULT_VERSIONING_CLASS": None,
    "UNAUTHENTICATED_USER": None,
    # How many proxies stand before the portal; what they say of an address is true.
    "NUM_PROXIES": env.number("ASSAY_PROXIES", 0),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Assay",
    "DESCRIPTION": "Hand in work, follow its grading, read the report.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "PREPROCESSING_HOOKS": ["portal.api.schema.only_v1"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Each request of ours is in the server's own log already.
    "loggers": {"httpx": {"level": "WARNING"}},
    "root": {"handlers": ["stderr"], "level": env.text("ASSAY_LOG_LEVEL", "INFO")},
}
COURSES = Path(env.text("ASSAY_COURSES", str(ROOT / "courses")))
