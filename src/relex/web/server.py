"""The workbench over HTTP: what may ask, what is asked, and the page itself.

Only this machine is listened to unless somebody asks for more. A request must come to a name of this server itself
(whoever rebinds a name to 127.0.0.1 is turned away), from a page of its own, and, for everything but the page,
with the token that was printed when it started: it travels behind the # of an address, which browsers tell nobody.
"""

from __future__ import annotations

import ipaddress
import json
import secrets
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from ..errors import RuleError
from ..rules.schema import rule_schema
from ..show.html import asset
from .bench import Asked, Bench, SupersededError, Turn
from .folder import RefusedError, new_name

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN_HEADER = "x-relex-token"  # noqa: S105  the name of a header
LARGEST = 12_000_000  # bytes of a request
LONGEST = 1_000_000  # characters of an article
_STATIC = {
    "workbench.js": "text/javascript; charset=utf-8",
    "complete.js": "text/javascript; charset=utf-8",
    "codemirror.min.js": "text/javascript; charset=utf-8",
    "workbench.css": "text/css; charset=utf-8",
    "view.css": "text/css; charset=utf-8",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types relex"
)
_HEADERS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class BadRequestError(ValueError):
    """A request that asks for nothing that there is."""


class Guard:
    """Lets through what comes from a page of this server, and asks for the token where more than the page is wanted."""

    def __init__(self, app: ASGIApp, token: str, names: frozenset[str] = frozenset()) -> None:
        self._app = app
        self._token = token
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            reason = self._against(scope)
            app = PlainTextResponse(*reason) if reason else self._app
            await app(scope, _bounded(receive), _with_headers(send))

    def _against(self, scope: Scope) -> tuple[str, int] | None:
        """Why a request is refused, with its status; None where it is not."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._is_ours(host):
            return "this server does not answer to that name", 421
        origin = headers.get("origin")
        if origin is not None and origin != f"http://{host}":
            return "a page of another origin may not ask", 403
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return "a page of another origin may not ask", 403
        if not scope["path"].startswith("/api/"):
            return None
        given = headers.get(TOKEN_HEADER, "")
        if not secrets.compare_digest(given.encode(), self._token.encode()):
            return "the token is missing or wrong: open the address that relex serve printed", 401
        if scope["method"] == "POST" and headers.get("content-type", "").split(";")[0] != "application/json":
            return "send JSON", 415
        if int(headers.get("content-length") or 0) > LARGEST:
            return "this is too much at once", 413
        return None

    def _is_ours(self, host: str) -> bool:
        """Tell whether a request's Host is this server: a number on a loopback, or a name that was asked for."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name == "localhost" or name in self._names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        # A number cannot be rebound; where all interfaces are listened to, any number may be one of this machine.
        return address.is_loopback or "0.0.0.0" in self._names or "::" in self._names  # noqa: S104


def _bounded(receive: Receive) -> Receive:
    size = 0

    async def bounded() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > LARGEST:
            raise BadRequestError("this is too much at once")
        return message

    return bounded


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
        await send(message)

    return sending


def application(bench: Bench, token: str, host: str = "127.0.0.1") -> ASGIApp:
    """Return the workbench as an application that any ASGI server can run."""
    routes = [
        Route("/", _page),
        Route("/static/{name}", _static),
        Route("/api/state", _asked(lambda _: {**bench.state(), "schema": rule_schema()})),
        *(Route(f"/api/{name}", _answered(answer), methods=["POST"]) for name, answer in _answers(bench).items()),
    ]
    return Guard(Starlette(routes=routes), token, frozenset({host}))


async def _page(_: Request) -> Response:
    nonce = secrets.token_urlsafe(16)
    page = _asset("workbench.html").replace("{nonce}", nonce)
    headers = {"content-security-policy": _POLICY.format(nonce=nonce)}
    return Response(page, media_type="text/html", headers=headers)


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    kind = _STATIC.get(name)
    if kind is None:
        return PlainTextResponse("there is no such file", 404)
    return Response(_asset(name), headers={"content-type": kind})


@cache
def _asset(name: str) -> str:
    if name == "view.css":  # what articles look like in `relex view`
        return asset("colours.css") + asset(name)
    return (files(__package__) / "static" / name).read_text("utf-8")


Asking = dict[str, Any]
Answer = Callable[[Asking], dict[str, Any]]


def _asked(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(answer, dict(request.query_params)))

    return endpoint


def _answered(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            asking = json.loads(await request.body())
            if not isinstance(asking, dict):
                raise BadRequestError("send an object")  # noqa: TRY301
            return JSONResponse(await run_in_threadpool(answer, asking))
        except SupersededError:
            return JSONResponse({"superseded": True})  # no failure, of which browsers would complain
        except RuleError as error:
            return JSONResponse({"error": "these rules cannot be used", "problems": len(error.problems)}, 422)
        except (RefusedError, OSError) as error:
            told = (
                f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.strerror else str(error)
            )
            return JSONResponse({"error": told}, 403)
        except (BadRequestError, ValueError, IndexError, RecursionError) as error:
            return JSONResponse({"error": str(error) or "this cannot be asked"}, 400)

    return endpoint


def _answers(bench: Bench) -> dict[str, Answer]:
    def of_drafts(answer: Callable[..., dict[str, Any]], rest: Callable[[Asking], dict[str, Any]]) -> Answer:
        def answered(asking: Asking) -> dict[str, Any]:
            turn = Turn(_text(asking, "window"), _number(asking, "turn"))
            bench.arrived(turn)
            return answer(_texts(asking, "drafts"), turn, **rest(asking))

        return answered

    return {
        "file": lambda asking: bench.file(_text(asking, "name")),
        "article": lambda asking: bench.article(_number(asking, "number")),
        "new": lambda asking: {"name": new_name(bench.root, _text(asking, "name"))},
        "check": of_drafts(bench.check, lambda _: {}),
        "read": of_drafts(bench.read, _article),
        "why": of_drafts(bench.why, lambda asking: {"asked": _why(asking)}),
        "examples": of_drafts(bench.examples, lambda asking: {"file": _text(asking, "file")}),
        "compare": of_drafts(
            bench.compare, lambda asking: {"start": _number(asking, "start"), "many": min(_number(asking, "many"), 50)}
        ),
        "save": lambda asking: bench.save(
            _texts(asking, "texts"), _texts(asking, "bases"), confirmed=asking.get("confirmed") is True
        ),
    }


def _article(asking: Asking) -> dict[str, Any]:
    text = _text(asking, "text")
    if len(text) > LONGEST:
        raise BadRequestError(f"an article of more than {LONGEST:,} characters is too long for the workbench")
    return {"text": text, "date": _text(asking, "date") or None}


def _why(asking: Asking) -> Asked:
    return Asked(**_article(asking), at=_number(asking, "at"), rule=_text(asking, "rule") or None)


def _text(asking: Asking, name: str) -> str:
    value = asking.get(name, "")
    if not isinstance(value, str):
        raise BadRequestError(f"'{name}' is a text")
    return value.encode("utf-8", "replace").decode()  # half a character is none


def _number(asking: Asking, name: str) -> int:
    value = asking.get(name, 0)
    if not isinstance(value, int) or value < 0:
        raise BadRequestError(f"'{name}' is a number")
    return value


def _texts(asking: Asking, name: str) -> dict[str, str]:
    value = asking.get(name, {})
    if not isinstance(value, dict) or len(value) > 200:
        raise BadRequestError(f"'{name}' are texts by name")
    return {key: _text(value, key) for key in value}


def run(bench: Bench, host: str, port: int | None, told: Callable[[str], None]) -> None:
    """Run the workbench until somebody stops it; ``told`` is given the address to open.

    Without a port it takes 8765, or any other that is free.
    """
    import threading

    import uvicorn

    place = listening(host, port)
    token = secrets.token_urlsafe(18)
    threading.Thread(target=bench.prepare, daemon=True).start()
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "localhost") else host  # noqa: S104
    told(f"http://{f'[{shown}]' if ':' in shown else shown}:{place.getsockname()[1]}/#token={token}")
    config = uvicorn.Config(
        application(bench, token, host), log_level="warning", server_header=False, timeout_graceful_shutdown=1
    )
    with suppress(KeyboardInterrupt):  # which uvicorn passes on when it has stopped
        uvicorn.Server(config).run(sockets=[place])


def listening(host: str, port: int | None) -> socket.socket:
    """Return a socket that listens; without a port at 8765 or, where that is taken, at any that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, 8765 if port is None else port), family=family)
    except OSError:
        if port is not None:
            raise
        return socket.create_server((host, 0), family=family)
