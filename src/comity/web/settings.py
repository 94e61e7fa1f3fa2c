"""Django's settings; what an installation may change comes from the environment, all names in one place here.

    COMITY_DATA                 data folder (database, keys, configuration)          ./data
    COMITY_DATABASE             postgresql://user:password@host:port/name            SQLite in the data folder
    COMITY_CONNECTIONS          connections to PostgreSQL that each process opens at most  20
    COMITY_CHECKERS             processes that examine ballots, for each that serves       one for each processor
    COMITY_ADDRESS              public address, as in https://comity.example.org     http://localhost:8000
    COMITY_PROXIES              addresses or networks of proxies of our own, as in 10.0.0.0/8   none
    COMITY_SECOND_FACTOR        offered, required, or capacities: president,secretariat    offered
    COMITY_SESSION_HOURS        after how many hours people sign in again            14
    COMITY_OIDC_SERVER          OpenID Connect issuer, as in https://login.example.org     none
    COMITY_OIDC_CLIENT          our client id there
    COMITY_OIDC_SECRET          our client secret there
    COMITY_OIDC_NAME            what people call it, on the button                   its host name
    COMITY_OIDC_ORIGINS         further origins that signing in there passes through       none
    COMITY_LOG                  least level that is logged                           INFO
    COMITY_DEMO                 1 tells on every page that nothing here was ever sent
    COMITY_DEBUG                1 shows tracebacks in the browser; never in production

Passkeys work for host names only (and plain http only for localhost), hence the default address.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from comity.web.accounts.logs import configuration
from comity.web.secrets import sealing_key, secret_key

DATA = Path(os.environ.get("COMITY_DATA", "data")).resolve()
ADDRESS = os.environ.get("COMITY_ADDRESS", "http://localhost:8000")
CHECKERS = int(os.environ.get("COMITY_CHECKERS", "0")) or os.cpu_count() or 1
DEBUG = os.environ.get("COMITY_DEBUG") == "1"
CONNECTIONS = int(os.environ.get("COMITY_CONNECTIONS", "20"))
DEMO = os.environ.get("COMITY_DEMO") == "1"

_address = urlsplit(ADDRESS)
SECURE = _address.scheme == "https"

SECRET_KEY = secret_key(DATA)
SEALING_KEY = sealing_key(DATA)
ALLOWED_HOSTS = sorted({_address.hostname or "127.0.0.1", "127.0.0.1", "localhost", "[::1]"})
CSRF_TRUSTED_ORIGINS = [f"{_address.scheme}://{_address.netloc}"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "comity.web.store",
    "comity.web.accounts.apps.Accounts",
    "comity.web.pages",
]
MIDDLEWARE = [
    "comity.web.accounts.headers.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "comity.web.accounts.middleware.AccountLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "comity.web.accounts.middleware.SessionSeen",
    "comity.web.accounts.middleware.SecondFactorFirst",
    "comity.web.accounts.middleware.OwnFrame",
]
ROOT_URLCONF = "comity.web.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "comity.web.accounts.context.ways_in",
                "comity.web.pages.reader.site",
            ],
        },
    }
]


def database(address: str, data: Path) -> dict[str, object]:
    """Django's database of that address, or SQLite in the data folder where there is none."""
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "comity.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": CONNECTIONS, "timeout": 3, "reconnect_timeout": 3}},
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": database(os.environ.get("COMITY_DATABASE", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["comity.web.accounts.backend.NameOrEmail"]
PASSWORD_HASHERS = [
    "comity.web.accounts.hashers.Argon2",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email", "person")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

SECOND_FACTOR = os.environ.get("COMITY_SECOND_FACTOR", "offered").replace(" ", "")
CAPACITIES_OF = ""
"""Dotted name of the function that gives an account's capacities by the record."""

PROXIES = os.environ.get("COMITY_PROXIES", "").split()
ALLAUTH_TRUSTED_PROXY_COUNT = 0
"""The front hands on the address of whoever really asks (web/proxies.py)."""

ACCOUNT_ADAPTER = "comity.web.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
"""Counted in `accounts/limits.py` instead, in the database and with the time to wait."""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_FORMS = {
    "login": "comity.web.accounts.forms.SignInForm",
    "reauthenticate": "comity.web.accounts.forms.PasswordAgainForm",
    "change_password": "comity.web.accounts.forms.ChangeForm",
    "set_password": "comity.web.accounts.forms.SetForm",
}
MFA_ADAPTER = "comity.web.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "comity.web.accounts.forms.CodeForm",
    "reauthenticate": "comity.web.accounts.forms.CodeAgainForm",
    "activate_totp": "comity.web.accounts.forms.ActivateForm",
    "add_webauthn": "comity.web.accounts.passkey_forms.AddPasskeyForm",
    "edit_webauthn": "comity.web.accounts.passkey_forms.RenamePasskeyForm",
    "authenticate_webauthn": "comity.web.accounts.passkey_forms.PasskeyForm",
    "reauthenticate_webauthn": "comity.web.accounts.passkey_forms.PasskeyAgainForm",
    "login_webauthn": "comity.web.accounts.passkey_forms.PasskeySignInForm",
}

OIDC_SERVER = os.environ.get("COMITY_OIDC_SERVER", "").rstrip("/")
OIDC_CLIENT = os.environ.get("COMITY_OIDC_CLIENT", "")
OIDC_SECRET = os.environ.get("COMITY_OIDC_SECRET", "")
OIDC_NAME = os.environ.get("COMITY_OIDC_NAME", "") or urlsplit(OIDC_SERVER).netloc
OIDC_ORIGINS = os.environ.get("COMITY_OIDC_ORIGINS", "").split()
SOCIALACCOUNT_ADAPTER = "comity.web.accounts.adapters.ForeignAccountAdapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "house",
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT,
                "secret": OIDC_SECRET,
                "settings": {"server_url": OIDC_SERVER},
            }
        ]
        if OIDC_SERVER
        else [],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("ar", "العربية"),
    ("zh-hans", "中文"),
    ("en", "English"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATICFILES_DIRS = [Path(__file__).parent / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "comity.web.lasting.LastingNames"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
SESSION_ENGINE = "comity.web.accounts.session_store"
SESSION_COOKIE_AGE = int(float(os.environ.get("COMITY_SESSION_HOURS", "14")) * 3600)
_only_this_host = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{_only_this_host}session"
CSRF_COOKIE_NAME = f"{_only_this_host}csrf"
DEVICE_COOKIE_NAME = f"{_only_this_host}device"
LANGUAGE_COOKIE_NAME = "language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
CSRF_FAILURE_VIEW = "comity.web.accounts.views.refused"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGGING = configuration(os.environ.get("COMITY_LOG", "INFO"))
