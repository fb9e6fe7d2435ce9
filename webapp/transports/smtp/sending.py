"""Messages over one connection, which is kept, and renewed now and then."""

import contextlib
import smtplib

from webapp.transports.failures import ACCOUNT, ADDRESS, MESSAGE, NoAnswer, SendFailed
from webapp.transports.outgoing import BadAddress, Outgoing, ascii_domain, is_simple
from webapp.transports.smtp import refusals
from webapp.transports.smtp.server import TIMEOUT, Server, connect, hang_up

RENEW = 50  # messages over one connection: some servers close it after a hundred
FINAL_TIMEOUT = 300.0  # seconds that the server may take to answer to the content (RFC 5321 wants ten minutes)
LAST_WORDS = 2.0  # seconds to read why a server hung up on us


class Smtp:
    """The transport of e-mail. One recipient a transaction; MAIL, RCPT and DATA one by one, each answer judged."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._smtp: smtplib.SMTP | None = None
        self._used = 0
        self._content = b""
        self._ours: tuple[str, ...] = ()  # of the message in hand: what we call ourselves, and whom it goes to
        self._to = ""

    def open(self) -> None:
        """Connect, unless connected. Raises SendFailed."""
        if self._smtp is None:
            self._smtp, self._used = connect(self.server), 0

    def close(self) -> None:
        """Say QUIT and hang up, whatever the server answers."""
        if self._smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
            self._drop()

    def offer(self, outgoing: Outgoing) -> None:
        """MAIL and RCPT. Raises SendFailed: nothing of the content has left."""
        if self._used >= RENEW:
            self.close()
        kept = self._smtp is not None
        self.open()
        try:
            self._envelope(outgoing, kept=kept)
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            self._drop()
            if not kept:
                raise _cut(error) from error
            self._offer_anew(outgoing)  # a server may hang up between two messages: that is nobody's fault
        self._used += 1

    def content(self) -> str:
        """DATA, the content, the final dot; what the server answered. Raises SendFailed, NoAnswer."""
        smtp = self._connected()
        try:
            code, said = smtp.docmd("DATA")
        except (OSError, smtplib.SMTPException) as error:  # not a byte of the content has left
            self._drop()
            raise _cut(error) from error
        if code != 354:
            raise self._refused(code, said, refusals.DATA)
        code, said = self._give(smtp)
        if not 200 <= code <= 299:
            if not 400 <= code <= 599:
                self._drop()
                raise NoAnswer(refusals.one_line(f"{code} {said.decode('utf-8', 'replace')}"))
            raise self._refused(code, said, refusals.CONTENT)
        return refusals.one_line(f"{code} {said.decode('utf-8', 'replace')}")

    def _give(self, smtp: smtplib.SMTP) -> tuple[int, bytes]:
        if smtp.sock is None:
            raise NoAnswer("no connection")
        try:
            smtp.sock.settimeout(FINAL_TIMEOUT)
            smtp.sock.sendall(self._content + b".\r\n")
        except OSError as error:
            return self._last_words(smtp, error)
        try:
            answer = smtp.getreply()
            smtp.sock.settimeout(TIMEOUT)
        except (OSError, smtplib.SMTPException, AttributeError) as error:
            self._drop()
            raise NoAnswer(refusals.one_line(str(error))) from error
        return answer

    def _last_words(self, smtp: smtplib.SMTP, error: OSError) -> tuple[int, bytes]:
        """Whoever hangs up in the middle may have said why before."""
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(LAST_WORDS)
            code, said = smtp.getreply()
        except (OSError, smtplib.SMTPException):
            code, said = -1, b""
        self._drop()
        if 400 <= code <= 599:
            return code, said
        raise NoAnswer(refusals.one_line(str(error))) from error

    def _offer_anew(self, outgoing: Outgoing) -> None:
        self.open()
        try:
            self._envelope(outgoing, kept=False)
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            self._drop()
            raise _cut(error) from error

    def _envelope(self, outgoing: Outgoing, *, kept: bool) -> None:
        smtp = self._connected()
        sender, to = ascii_domain(outgoing.sender.address), ascii_domain(outgoing.to)
        self._ours, self._to = (outgoing.sender.address, sender, self.server.username), to
        utf8 = not (sender.isascii() and to.isascii())
        if utf8 and not smtp.has_extn("smtputf8"):
            raise SendFailed("no_smtputf8", permanent=True, scope=ADDRESS, text=outgoing.to)
        try:
            # Lines end with CRLF; a leading dot is doubled, so that no line is taken for the end.
            self._content = outgoing.as_bytes().replace(b"\r\n.", b"\r\n..")
        except ValueError as error:
            reason = "bad_address" if isinstance(error, BadAddress) else "error"
            raise SendFailed(reason, permanent=True, scope=MESSAGE, text=refusals.one_line(str(error))) from error
        options = [f"SIZE={len(self._content)}"] if smtp.has_extn("size") else []
        if utf8:
            options += ["SMTPUTF8", "BODY=8BITMIME"]
        code, said = _mail(smtp, sender, options)
        if code == 503:  # what came before was not tidied away over there
            smtp.rset()
            code, said = _mail(smtp, sender, options)
        if code == 421 and kept:  # it was tired of waiting for us
            raise smtplib.SMTPServerDisconnected(refusals.one_line(said.decode("utf-8", "replace")))
        if code != 250:
            raise self._refused(code, said, refusals.MAIL)
        code, said = smtp.docmd("RCPT", f"TO:<{to}>") if is_simple(to) else smtp.rcpt(to)
        if code not in (250, 251):
            raise self._refused(code, said, refusals.RCPT)

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            raise SendFailed("connection", permanent=False, scope=ACCOUNT)
        return self._smtp

    def _refused(self, code: int, said: bytes, phase: str) -> SendFailed:
        """The refusal, with the connection ready for the next message, or dropped."""
        if self._smtp is not None:
            if code == 421:
                self._drop()
            else:
                try:
                    self._smtp.rset()
                except (OSError, smtplib.SMTPException):
                    self._drop()
        return refusals.judge(code, said, phase=phase, ours=self._ours, to=self._to)

    def _drop(self) -> None:
        hang_up(self._smtp)
        self._smtp = None


def _mail(smtp: smtplib.SMTP, sender: str, options: list[str]) -> tuple[int, bytes]:
    """MAIL FROM. smtplib parses each address anew, which takes longer than the answer of a server next door."""
    if is_simple(sender) and "SMTPUTF8" not in options:
        return smtp.docmd("MAIL", " ".join([f"FROM:<{sender}>", *options]))
    return smtp.mail(sender, options)


def _cut(error: Exception) -> SendFailed:
    return SendFailed("connection", permanent=False, scope=ACCOUNT, text=refusals.one_line(str(error)))
