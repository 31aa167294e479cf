"""Every setting of the product, read from the environment once. Nothing else reads the environment."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

from tanggap.starter import home as starter_home
from tanggap.starter import postgres

BASE = Path(__file__).resolve().parents[3]
HOME = starter_home.home()
_secrets = starter_home.secrets(HOME)

SECRET_KEY = _secrets.django_key
VAULT_KEY = _secrets.vault_key
INDEX_KEY = _secrets.index_key
LINK_KEY = _secrets.link_key

DEBUG = os.environ.get("TANGGAP_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("TANGGAP_HOSTS", "*" if DEBUG else "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("TANGGAP_ORIGINS", "").split(",") if origin]
TRUSTED_PROXIES = int(os.environ.get("TANGGAP_TRUSTED_PROXIES", "0"))
PRIVATE_PEERS = frozenset(
    peer.strip().lower() for peer in os.environ.get("TANGGAP_PRIVATE_PEERS", "").split(",") if peer.strip()
)
PUBLIC_URL = os.environ.get("TANGGAP_URL", f"http://localhost:{os.environ.get('TANGGAP_PORT', '8000')}").rstrip("/")
LEDGER_KEY = starter_home.ledger_key(HOME)
LEDGER_ORIGIN = f"{urlsplit(PUBLIC_URL).netloc}/ledger"  # of the first log; it keeps its name when the address changes
LEDGER_FOLDER = HOME / "ledger"
LEDGER_WITNESSES = os.environ.get("TANGGAP_WITNESSES", "")  # `<verifier key> <https address>`, with commas between
METRICS_TOKEN = starter_home.secret_of(HOME, "metrics-token")
API_REPORTS_PER_MINUTE = int(os.environ.get("TANGGAP_API_REPORTS_PER_MINUTE", "600"))
API_READS_PER_MINUTE = int(os.environ.get("TANGGAP_API_READS_PER_MINUTE", "1200"))
CLIENTS_FLUSH_SECONDS = float(
    os.environ.get("TANGGAP_CLIENTS_FLUSH_SECONDS", "10")
)  # what programs called is written so often
PAGES_PER_SECOND = int(
    os.environ.get("TANGGAP_PAGES_PER_SECOND", "25")
)  # that one network may have drawn, in each web process
PAGES_AT_ONCE, PAGES_BUSY = 2, 4  # of a process's eight threads: for one network, once so many draw pages
PAGES_KEPT_SECONDS = 5.0  # the longest that we serve what was withheld: docs/operator.md promises it

TANGGAP_PACK = starter_home.pack(BASE)
MEDIA_ROOT = HOME / "media"
OPENDATA_ROOT = HOME / "opendata"


def _city_facts() -> dict[str, Any]:
    import tomllib

    return dict(tomllib.loads((TANGGAP_PACK / "pack.toml").read_text("utf-8"))["city"])


def _database(url: str | None) -> dict[str, Any]:
    """Return Django's description of the one database: the given server, or the embedded one under `HOME`."""
    if url:
        parts = urlsplit(url)
        place = {
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
        }
        options: dict[str, Any] = dict(parse_qsl(parts.query))
    else:
        place, options = dict(postgres.address(HOME)), {}
    if os.environ.get("TANGGAP_PREPARE", "1") != "0":  # core.planned
        options["prepare_threshold"] = 3
    return {"ENGINE": "django.db.backends.postgresql", "CONN_HEALTH_CHECKS": True, "OPTIONS": options, **place}


_city = _city_facts()
DATABASES = {"default": _database(os.environ.get("DATABASE_URL"))}
if os.environ.get("TANGGAP_POOL", "0") != "0":
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": int(os.environ["TANGGAP_POOL"]),
        "timeout": 5,
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "csp",
    "procrastinate.contrib.django",
    "tanggap.core",
    "tanggap.places",
    "tanggap.agencies",
    "tanggap.clients",
    "tanggap.catalog",
    "tanggap.reports",
    "tanggap.triage",
    "tanggap.intake",
    "tanggap.deadlines",
    "tanggap.verification",
    "tanggap.verification.evidence",
    "tanggap.feedback",
    "tanggap.planning",
    "tanggap.notify",
    "tanggap.ledger",
    "tanggap.webhooks",
    "tanggap.insight",
    "tanggap.insight.opendata",
    "tanggap.insight.cells",
    "tanggap.surveys",
    "tanggap.evaluation",
    "tanggap.evaluation.tallies",
    "tanggap.asoca",
    "tanggap.anomalies",
    "tanggap.staffing",
    "tanggap.command",
    "tanggap.channels",
    "tanggap.privacy",
    "tanggap.api",
    "tanggap.web.ui",
    "tanggap.web.account",
    "tanggap.web.public",
    "tanggap.web.figures",
    "tanggap.web.opendata",
    "tanggap.web.ledger",
    "tanggap.web.evaluation",
    "tanggap.web.asoca",
    "tanggap.web.surveys",
    "tanggap.web.command",
    "tanggap.web.planning",
    "tanggap.web.proposals",
    "tanggap.web.staffing",
    "tanggap.web.desk",
    "tanggap.web.verify",
    "tanggap.web.field",
    "tanggap.web.partner",
    "tanggap.web.operator",
    "tanggap.config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tanggap.web.ui.middleware.SteadyPolicyMiddleware",
    "tanggap.web.ui.views_counted.ViewsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tanggap.web.account.middleware.StaffMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tanggap.web.ui.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tanggap.web.ui.context.city",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
ROOT_URLCONF = "tanggap.config.urls"
WSGI_APPLICATION = "tanggap.config.wsgi.application"

AUTH_USER_MODEL = "agencies.Staff"
PASSWORD_HASHERS = ["tanggap.agencies.hashing.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/masuk/"
LOGIN_REDIRECT_URL = "/masuk/ke/"
LOGOUT_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "tanggap.core.address.client_address"
SESSION_ENGINE = "tanggap.agencies.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
IDLE_MINUTES = int(os.environ.get("TANGGAP_IDLE_MINUTES", "60"))
FIELD_CODE_IN_SCENE = os.environ.get("TANGGAP_FIELD_CODE") == "1"  # the field app asks to have its code in the picture
DEMO_SIGN_IN = os.environ.get("TANGGAP_DEMO", "1") != "0"  # the simulation's accounts open by their password alone
OIDC_ISSUER = os.environ.get("TANGGAP_OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT = os.environ.get("TANGGAP_OIDC_CLIENT", "")
OIDC_SECRET = starter_home.secret_of(HOME, "oidc-secret")
OIDC_NAME = os.environ.get("TANGGAP_OIDC_NAME", "")
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CSRF_FAILURE_VIEW = "tanggap.web.ui.errors.csrf_failure"

LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LANGUAGE_CODE = os.environ.get("TANGGAP_LANG") or _city["languages"][0]
LANGUAGE_COOKIE_NAME = "bahasa"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LOCALE_PATHS = [BASE / "src/tanggap/locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = str(_city["time_zone"])

IS_COLLECTED = os.environ.get("TANGGAP_STATIC") == "collected"
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static" if IS_COLLECTED else None
WHITENOISE_USE_FINDERS = not IS_COLLECTED
WHITENOISE_MANIFEST_STRICT = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # a pasted book is refused by its field, and kept there
FILE_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
DATA_UPLOAD_MAX_NUMBER_FILES = 12

_tiles = urlsplit(str(_city.get("tiles", "")))
_tile_hosts = [f"{_tiles.scheme}://{_tiles.netloc.replace('{s}', '*')}"] if _tiles.netloc else []

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *_tile_hosts],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
IS_HTTPS = os.environ.get("TANGGAP_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = False
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS and TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "tanggap.core.logs.LineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("TANGGAP_LOG_LEVEL", "WARNING")},
    "loggers": {"tanggap": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]
