"""Django's settings, from the environment and the platform's home folder; nothing here needs to be edited.

`MINGCHA_HOME`      folder with the database, the store and the secret key (made by `mingcha platform init`)
`MINGCHA_DATABASE`  `postgresql://user:password@host:port/name`, or empty for SQLite in the home folder
`MINGCHA_STORE`     fsspec URL of the content-addressed store, or empty for the home folder
`MINGCHA_ANCHORS`   file of the event log's anchors, best on another disk and append-only, or empty for the home folder
`MINGCHA_FONTS`     folder with the faces of official documents, which are then embedded in their PDF files
`MINGCHA_HOSTS`     comma-separated names that the site answers to (default: this machine only)
`MINGCHA_ORIGIN`    public address of the site, https://…, when it stands behind a proxy
`MINGCHA_DEBUG`     `1` shows errors in the browser; never on a public machine
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF

HOME = Path(os.environ.get("MINGCHA_HOME", "mingcha-home")).absolute()
DEBUG = os.environ.get("MINGCHA_DEBUG") == "1"


def _secrets() -> list[str]:
    """Return the secret keys of the home folder, a line each, the one in use first; without any sessions last as long as the process."""
    path = HOME / "secret.key"
    return (path.read_text().split() if path.is_file() else []) or [os.urandom(32).hex()]


def _database() -> dict[str, object]:
    address = os.environ.get("MINGCHA_DATABASE", "")
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "mingcha.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise SystemExit("MINGCHA_DATABASE: postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
    }


def _fonts() -> Path | None:
    """Return the folder of MINGCHA_FONTS; the program ends when it is none, so that no document is issued in other faces."""
    named = os.environ.get("MINGCHA_FONTS")
    if named and not Path(named).is_dir():
        raise SystemExit(f"MINGCHA_FONTS: no folder {named}")
    return Path(named).absolute() if named else None


SECRET_KEY, *SECRET_KEY_FALLBACKS = _secrets()
DATABASES = {"default": _database()}
ANCHORS = Path(os.environ.get("MINGCHA_ANCHORS") or HOME / "anchors.txt").absolute()
STORE = os.environ.get("MINGCHA_STORE") or (HOME / "store").as_uri()
DOCUMENT_FONTS = _fonts()
ORIGIN = os.environ.get("MINGCHA_ORIGIN", "")
ALLOWED_HOSTS = [name for name in os.environ.get("MINGCHA_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if name]

INSTALLED_APPS = [
    "mingcha.platform.ledger",
    "mingcha.platform.people",
    "mingcha.platform.workdays",
    "mingcha.platform.documents",
    "mingcha.platform.work",
    "mingcha.platform.registry",
    "mingcha.platform.testing",
    "mingcha.platform.casework",
    "mingcha.platform.office",
    "mingcha.platform.portal",
    "mingcha.platform.api",
    "mingcha.platform.operate",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "mingcha.platform.api.middleware.Problems",
    "mingcha.platform.people.middleware.Encoding",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "mingcha.platform.people.middleware.Bounds",
    "mingcha.platform.people.middleware.Preferences",
    "allauth.account.middleware.AccountMiddleware",
    "mingcha.platform.people.middleware.OwnPassword",
    "mingcha.platform.people.middleware.SecondFactor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "mingcha.platform.urls"
WSGI_APPLICATION = "mingcha.platform.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "office" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["mingcha.platform.office.templatetags.mingcha"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "mingcha.platform.office.context.page",
            ],
        },
    }
]

# People
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "office:start"
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "mingcha.platform.people.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
# Failed sign-ins are axes' matter, the same in every process; an office of many people has one address.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "add_webauthn": "mingcha.platform.people.accounts.KeyForm",
    "authenticate": "mingcha.platform.people.second_factor.AuthenticateForm",
    "reauthenticate": "mingcha.platform.people.second_factor.ReauthenticateForm",
}
MFA_TOTP_ISSUER = "明察 Mingcha"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
# Off only for a demonstration on one's own machine: `mingcha platform run --demo`.
SECOND_FACTOR_REQUIRED = os.environ.get("MINGCHA_SECOND_FACTOR", "1") == "1"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "mingcha.platform.people.accounts.name_tried"
AXES_CLIENT_IP_CALLABLE = "mingcha.platform.people.accounts.address_tried_from"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# The browser
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "mingcha.platform.office.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if ORIGIN:
    CSRF_TRUSTED_ORIGINS = [ORIGIN]
if ORIGIN.startswith("https://"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "mingcha_language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Files
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MAX_PACKAGE_BYTES = 4 * 1024**3
MAX_PUBLIC_BYTES = 64 * 1024**2
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024**2
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = str(HOME / "incoming") if (HOME / "incoming").is_dir() else None

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = ["axes.W003"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
