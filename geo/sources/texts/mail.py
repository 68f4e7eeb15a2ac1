"""A mail (.eml): subject, sender, date and the text of its body; attachments are left alone."""

from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime

from geo.errors import ReportError
from geo.sources.texts.found import Found, line, paragraphs_of
from geo.sources.texts.webpage import read_webpage


def read_mail(octets: bytes) -> Found:
    """Read a mail; its text part, else its HTML part. Raises ReportError where it is none, or has no text."""
    try:
        mail = message_from_bytes(octets, policy=default)
        if not (mail["From"] or mail["Date"] or mail["Subject"]):
            raise ReportError("no mail: neither From nor Date nor Subject; expected an .eml file")
        body = mail.get_body(preferencelist=("plain", "html"))
        content = body.get_content() if body is not None else ""
    except (MessageError, LookupError, ValueError, AttributeError, TypeError) as error:
        raise ReportError(f"a damaged mail ({type(error).__name__}); expected a whole .eml file") from error
    if not isinstance(content, str) or not content.strip():
        raise ReportError("no text in the mail's body; expected text or HTML")
    is_page = body is not None and body.get_content_subtype() == "html"
    found = (
        read_webpage(content.encode("utf-8", "replace")) if is_page else Found(paragraphs=list(paragraphs_of(content)))
    )
    found.title = line(mail["Subject"]) or found.title
    found.outlet = line(_sender(mail)) or found.outlet
    found.day = found.day_from = None
    found.propose(_sent(mail), "the mail's Date")
    return found


def _sender(mail: EmailMessage) -> str:
    addresses = getattr(mail["From"], "addresses", ())
    return next((a.display_name or a.domain for a in addresses), "")


def _sent(mail: EmailMessage) -> str:
    """Return the day of the Date header where it was sent."""
    try:
        return parsedate_to_datetime(str(mail["Date"])).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def warm_up() -> None:
    """Read a mail once, so that nothing is left to be opened."""
    head = b"From: A <a@b.example>\r\nDate: Thu, 16 May 2024 08:00:00 +0200\r\nSubject: =?utf-8?q?One?=\r\n"
    read_mail(
        head + b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nOne.\r\n"
    )
    parts = b'Content-Type: multipart/alternative; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n'
    read_mail(head + parts + b"Content-Transfer-Encoding: base64\r\n\r\nPHA+T25lLjwvcD4=\r\n--x--\r\n")
