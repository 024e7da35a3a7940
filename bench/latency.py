"""A TCP proxy on loopback that makes the other side seem far away."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

PIECE = 256 * 1024
PIECES_UNDERWAY = 64
"""What a wire holds at most; then the sender waits, as it would for TCP's window."""


@contextmanager
def latency_proxy(port: int, seconds_a_round_trip: float) -> Iterator[int]:
    """A port that leads to ``port``; every piece takes half a round trip each way.

    Only time is added: pieces that follow each other arrive as close together as they left.
    """
    loop = asyncio.new_event_loop()

    async def serve() -> asyncio.Server:
        return await asyncio.start_server(
            lambda reader, writer: _carry(reader, writer, port, seconds_a_round_trip / 2),
            "127.0.0.1",
            0,
            limit=4 * PIECE,
        )

    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(serve(), loop).result()
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


async def _carry(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, delay: float
) -> None:
    far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port, limit=4 * PIECE)
    await asyncio.gather(_pump(reader, far_writer, delay), _pump(far_reader, writer, delay))


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
    wire: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(PIECES_UNDERWAY)
    clock = asyncio.get_running_loop().time

    async def deliver() -> None:
        while True:
            arrives_at, piece = await wire.get()
            await asyncio.sleep(max(0.0, arrives_at - clock()))
            if not piece:
                writer.close()
                return
            writer.write(piece)
            await writer.drain()

    delivery = asyncio.create_task(deliver())
    with suppress(OSError):
        while piece := await reader.read(PIECE):
            await wire.put((clock() + delay, piece))
    await wire.put((clock() + delay, b""))
    with suppress(OSError):
        await delivery
