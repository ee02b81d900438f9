"""HTTP with bounds: what a stranger sends before a request is whole may not grow without end."""

import logging

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD = 64 * 1024
"""Bytes that address and headers of a request may have, and whatever else is no body."""
_REFUSED = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)
log = logging.getLogger("etappe.http")


class BoundedHttp(HttpToolsProtocol):
    """uvicorn's protocol, whose parser gathers a header as long as it comes; here that ends at MOST_HEAD."""

    _unfinished = 0
    """Bytes since the last head or piece of a body was whole."""

    def data_received(self, data: bytes) -> None:
        """More bytes of the connection."""
        self._unfinished += len(data)
        super().data_received(data)
        if self._unfinished > MOST_HEAD and not self.transport.is_closing():
            log.warning("A request was refused: its head is larger than %d bytes.", MOST_HEAD)
            self.transport.write(_REFUSED)
            self.transport.close()

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._unfinished = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of the body is there."""
        self._unfinished = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._unfinished = 0
        super().on_message_complete()
