"""Getting through to a mail server: the connection, its encryption, the sign-in."""

import contextlib
import smtplib
import ssl
from dataclasses import dataclass, field

from webapp.transports.failures import ACCOUNT, SendFailed
from webapp.transports.smtp import refusals
from webapp.transports.smtp.url import AUTO, NONE, STARTTLS, TLS

TIMEOUT = 30.0  # seconds that the server may take for each answer but the last


@dataclass(frozen=True)
class Server:
    """How a mail server is reached, and as whom."""

    host: str
    port: int
    security: str = STARTTLS  # starttls, tls, none; auto: STARTTLS if it is offered
    auth: str = "none"  # password, xoauth2, none
    username: str = ""
    password: str = field(default="", repr=False)  # with xoauth2 the access token


def connect(server: Server) -> smtplib.SMTP:
    """A connection that may send. Raises SendFailed, always of the account."""
    smtp: smtplib.SMTP | None = None
    try:
        smtp = _reach(server)
        _introduce(smtp)
        if server.security in (STARTTLS, AUTO):
            _encrypt(smtp, server)
        if server.auth != NONE:
            _sign_in(smtp, server)
    except SendFailed:
        hang_up(smtp)
        raise
    except (ssl.SSLError, smtplib.SMTPNotSupportedError) as error:
        hang_up(smtp)
        raise _failed("tls" if isinstance(error, ssl.SSLError) else "login", error) from error
    except smtplib.SMTPResponseException as error:
        hang_up(smtp)
        raise refusals.judge(error.smtp_code, error.smtp_error, phase=refusals.GREETING) from error
    except (OSError, smtplib.SMTPException, ValueError) as error:
        hang_up(smtp)
        raise _failed("connection", error) from error
    return smtp


def hang_up(smtp: smtplib.SMTP | None) -> None:
    """Close it, whatever state it is in."""
    if smtp is not None:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            smtp.close()


def _reach(server: Server) -> smtplib.SMTP:
    # The name given here only keeps smtplib from asking the network for ours; _introduce sets it.
    if server.security == TLS:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, "localhost", timeout=TIMEOUT, context=context)
    return smtplib.SMTP(server.host, server.port, "localhost", timeout=TIMEOUT)


def _introduce(smtp: smtplib.SMTP) -> None:
    if smtp.sock is not None:
        own = smtp.sock.getsockname()[0]
        smtp.local_hostname = f"[IPv6:{own}]" if ":" in own else f"[{own}]"
    smtp.ehlo_or_helo_if_needed()


def _encrypt(smtp: smtplib.SMTP, server: Server) -> None:
    if not smtp.has_extn("starttls"):
        if server.security == STARTTLS:
            raise SendFailed("tls", permanent=False, scope=ACCOUNT, text="The server does not offer STARTTLS.")
        return
    context = ssl.create_default_context()
    if server.security == AUTO:  # encryption that nobody insisted on: better than none, whoever signed the certificate
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    code, text = smtp.starttls(context=context)
    if code != 220:
        raise refusals.judge(code, text, phase=refusals.GREETING)
    smtp.ehlo()


class _Utf8(str):
    """smtplib writes what it signs in with as ASCII, and a password may have accents."""

    def encode(self, *_encoding: str) -> bytes:
        """As UTF-8, whatever is asked for."""
        return super().encode()


def _sign_in(smtp: smtplib.SMTP, server: Server) -> None:
    """By one mechanism: `smtplib.login` tries one after the other, and some servers lock an account after a few."""
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    name, secret = server.username, server.password
    try:
        if server.auth == "xoauth2":  # told why it refuses (334), an empty answer has it say 535
            _answer(smtp, "XOAUTH2", f"user={name}\1auth=Bearer {secret}\1\1", "")
        elif "PLAIN" in offered:
            _answer(smtp, "PLAIN", f"\0{name}\0{secret}")
        elif "LOGIN" in offered:
            _answer(smtp, "LOGIN", name, secret)
        else:
            smtp.login(name, secret)
    except smtplib.SMTPAuthenticationError as error:
        raise refusals.judge(error.smtp_code, error.smtp_error, phase=refusals.SIGN_IN) from error


def _answer(smtp: smtplib.SMTP, mechanism: str, *answers: str) -> None:
    left = iter(answers)
    smtp.auth(mechanism, lambda _challenge=None: _Utf8(next(left, "")))


def _failed(reason: str, error: Exception) -> SendFailed:
    return SendFailed(reason, permanent=False, scope=ACCOUNT, text=refusals.one_line(str(error)))
