"""What the reading of pages can end with. Each error names the address it is about."""


class ExtractionError(ValueError):
    """Raised by `crawler.extract.extract` for what can't be read: broken, encrypted, or scanned without text."""


class UnsupportedFormat(ExtractionError):
    """Raised by `crawler.extract.extract` for bytes that are no HTML, PDF, XML or plain text; says what they are."""
