"""Addresses as they may be told: without the names, passwords, keys and signatures that open them.

An area file may hold an address with a user's password or a signed query. It is asked as it is written; records
of downloads, tables, pages, messages and logs have it as `public` leaves it.
"""

from __future__ import annotations

import re

REDACTED = "redacted"

_USER = re.compile(r"""(?<=://)[^/\s?#"'<>]*@""")
_PARAMETER = re.compile(
    r"""(?<=[?&;])([^=&;#\s"'<>]+)=([^&;#\s"'<>]*[^&;#\s"'<>,:.)])"""
)  # what ends a clause is no part of a value
_SECRET_NAME = re.compile(
    r"key|token|sig|secret|pass|pwd|auth|cred|session|policy|jwt|sas|hmac|hash|code|user|account|login"
    r"|^x-|^(s[a-z]|ske|skt|skv|sks|skoid|sktid)$",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9+/_.~%=-]{24,}")


def public(text: str) -> str:
    """Return a text with every web address in it as it may be told.

    Parameters
    ----------
    text
        An address, or a text or JSON that holds some.

    Returns
    -------
    str
        User and password before the host are left out. The value of a parameter of a query is `REDACTED` if
        its name speaks of a key, token, signature (those of Amazon, Google and Azure among them), session or
        user, or if the value looks like a token: 24 or more letters and digits without a word break. Other
        parameters stay, since they say what was asked for.
    """
    if "://" not in text:
        return text
    return _PARAMETER.sub(_redacted, _USER.sub("", text))


def _redacted(parameter: re.Match[str]) -> str:
    name, value = parameter.groups()
    secret = _SECRET_NAME.search(name) or _TOKEN.fullmatch(value)
    return f"{name}={REDACTED}" if secret else parameter[0]
