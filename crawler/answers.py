"""What it means that there was no answer, or none that was wanted."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    ResponseDataLossError,
)
from scrapy.settings import BaseSettings

NO_ANSWER: dict[type, str] = {
    CannotResolveHostError: "the host's name leads nowhere",
    DownloadConnectionRefusedError: "the host refused the connection",
    DownloadFailedError: "the connection broke off",
    ResponseDataLossError: "the answer broke off",
}


def reason_of(error: BaseException, settings: BaseSettings) -> str:
    """Why a request has no answer, in words a person reads in `fetches`."""
    if too_large(error):
        return f"larger than {settings.getint('DOWNLOAD_MAXSIZE'):,} bytes"
    return NO_ANSWER.get(type(error)) or str(error) or type(error).__name__


def too_large(error: BaseException) -> bool:
    return isinstance(error, DownloadCancelledError) or "DOWNLOAD_MAXSIZE" in str(error)


def without_address(url: str, message: str) -> str:
    """The message without the address, which stands beside it."""
    return message.removeprefix(f"{url}: ")
