"""An OAuth 2.0 provider on loopback, for tests: grants, renews, rotates, revokes, introspects.

Speaks RFC 6749 with PKCE (RFC 7636), device codes (RFC 8628), token introspection (RFC 7662)
and as much of OpenID Connect as MSAL asks for. Nothing here asserts.
"""

from __future__ import annotations

import base64
import hashlib
import json
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen

from servers import LOOPBACK, Certificates


@dataclass(slots=True)
class Authority:
    """The provider's state, which tests read and turn; made by :func:`authority`."""

    email: str
    url: str = ""
    introspection_url: str = ""
    ca_file: Path = Path()
    seconds_a_token: int = 3600
    is_revoked: bool = False
    """True: every refresh token is answered with ``invalid_grant``."""
    is_failing: bool = False
    """True: every request for a token is answered with 503."""
    asked_scopes: list[str] = field(default_factory=list)
    token_requests: list[dict[str, str]] = field(default_factory=list)
    active_tokens: set[str] = field(default_factory=set)
    active_refresh_tokens: set[str] = field(default_factory=set)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    _serial: Iterator[int] = field(default_factory=lambda: count(1))

    def number(self) -> int:
        return next(self._serial)

    def visit(self, text: str) -> None:
        """What a person does with the address that a command tells: opens it and agrees."""
        address = next(word for word in text.split() if word.startswith("https://"))
        trusting = ssl.create_default_context(cafile=self.ca_file)
        Thread(target=lambda: urlopen(address, context=trusting).read(), daemon=True).start()

    def expire_tokens(self) -> None:
        """Access tokens that were handed out are worth nothing any more."""
        self.active_tokens.clear()


@contextmanager
def authority(certificates: Certificates, email: str) -> Iterator[Authority]:
    """Runs a provider until the block ends: HTTPS for clients, plain HTTP for Dovecot."""
    state = Authority(email, ca_file=certificates.ca_file)
    handler = type("Handler", (_Handler,), {"state": state})
    secure = ThreadingHTTPServer((LOOPBACK, 0), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.certificate_file, certificates.key_file)
    secure.socket = context.wrap_socket(secure.socket, server_side=True)
    plain = ThreadingHTTPServer((LOOPBACK, 0), handler)
    state.url = f"https://localhost:{secure.server_port}"
    state.introspection_url = f"http://{LOOPBACK}:{plain.server_port}/introspect?token="
    for server in (secure, plain):
        Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield state
    finally:
        for server in (secure, plain):
            server.shutdown()
            server.server_close()


class _Handler(BaseHTTPRequestHandler):
    state: Authority

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = _flat(parts.query)
        if parts.path.endswith("/.well-known/openid-configuration"):
            self._answer(200, self._configuration())
        elif parts.path == "/authorize":
            self._authorize(query)
        elif parts.path == "/introspect":
            token = query.get("token") or self.headers["Authorization"].split()[-1]
            is_active = token in self.state.active_tokens
            self._answer(200, {"active": str(is_active).lower(), "email": self.state.email})
        else:
            self._answer(404, {"error": "not_found"})

    def do_POST(self) -> None:
        form = _flat(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if self.path == "/devicecode":
            self._answer(200, self._device_code(form))
        elif self.path == "/token":
            self.state.token_requests.append(form)
            with self.state.lock:
                self._answer(*self._token(form))
        else:
            self._answer(404, {"error": "not_found"})

    def log_message(self, format: str, *arguments: Any) -> None: ...

    def _configuration(self) -> dict[str, Any]:
        url = self.state.url
        return {
            "issuer": f"{url}/tenant/v2.0",
            "authorization_endpoint": f"{url}/authorize",
            "token_endpoint": f"{url}/token",
            "device_authorization_endpoint": f"{url}/devicecode",
        }

    def _authorize(self, query: dict[str, str]) -> None:
        self.state.asked_scopes.append(query["scope"])
        code = f"code-{self.state.number()}"
        self.state.codes[code] = query
        answer = {"code": code, "state": query["state"]}
        redirect = query["redirect_uri"]
        if query.get("response_mode") == "form_post":
            urlopen(redirect, data=urlencode(answer).encode()).read()
            self._answer(200, {})
            return
        self.send_response(302)
        self.send_header("Location", f"{redirect}?{urlencode(answer)}")
        self.end_headers()

    def _device_code(self, form: dict[str, str]) -> dict[str, Any]:
        self.state.asked_scopes.append(form["scope"])
        code = f"device-{self.state.number()}"
        self.state.codes[code] = form
        return {
            "device_code": code,
            "user_code": "WXYZ-1234",
            "verification_uri": f"{self.state.url}/device",
            "expires_in": 60,
            "interval": 1,
        }

    def _token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        state = self.state
        if state.is_failing:
            return 503, {"error": "temporarily_unavailable"}
        asked: dict[str, str] = {}
        if form["grant_type"] == "refresh_token":
            token = form["refresh_token"]
            if state.is_revoked or token not in state.active_refresh_tokens:
                return 400, {"error": "invalid_grant", "error_description": "was taken back"}
            state.active_refresh_tokens.remove(token)  # rotated: each is good once
        else:
            asked = state.codes.pop(form.get("code") or form["device_code"])
            if "code_challenge" in asked:
                digest = hashlib.sha256(form["code_verifier"].encode()).digest()
                proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
                if proof != asked["code_challenge"]:
                    return 400, {"error": "invalid_grant"}
        number = state.number()
        access, refresh = f"access-{number}", f"refresh-{number}"
        state.active_tokens.add(access)
        state.active_refresh_tokens.add(refresh)
        return 200, {
            "access_token": access,
            "refresh_token": refresh,
            "token_type": "Bearer",
            "expires_in": state.seconds_a_token,
            "scope": form.get("scope") or asked.get("scope", ""),
            "id_token": self._id_token(form, asked),
            "client_info": _encoded({"uid": "uid", "utid": "utid"}),
        }

    def _id_token(self, form: dict[str, str], asked: dict[str, str]) -> str:
        claims = {
            "iss": f"{self.state.url}/tenant/v2.0",
            "aud": form.get("client_id", ""),
            "sub": "subject",
            "preferred_username": self.state.email,
            "exp": int(time.time()) + 3600,
            "iat": int(time.time()),
            "nonce": asked.get("nonce", ""),
        }
        return f"{_encoded({'alg': 'none'})}.{_encoded(claims)}."

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _flat(query: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(query).items()}


def _encoded(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
