"""Clients that wait for a kernel by its answers, not by fixed spans of time.

jupyter_client's own clients, once the kernel has answered, listen for a fifth of a second whether anything more
comes. Here the wait ends with the message that says that the kernel is idle again.
"""

import time
from queue import Empty
from typing import Any

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.client import KernelClient
from jupyter_core.utils import ensure_async, run_sync

LISTENING_SECONDS = 0.2  # in which what a kernel publishes must have come once it has answered
ALIVE_SECONDS = 1.0


async def _ready(client: KernelClient, timeout: float | None = None) -> None:
    """Wait until a kernel answers on the shell channel and what it publishes is heard.

    Raises
    ------
    RuntimeError
        It died, or did not answer in time (the words of jupyter_client, which others look for).
    """
    until = time.monotonic() + (float("inf") if timeout is None else timeout)
    while True:
        asked = client.kernel_info()
        if await _answered(client, asked) and await _idle(client, asked):
            return
        if not await ensure_async(client.is_alive()):
            raise RuntimeError("Kernel died before replying to kernel_info")
        if time.monotonic() > until:
            raise RuntimeError(f"Kernel didn't respond in {timeout:g} seconds")


async def _answered(client: KernelClient, asked: str) -> bool:
    until = time.monotonic() + ALIVE_SECONDS
    while (left := until - time.monotonic()) > 0:
        try:
            message = await ensure_async(client.shell_channel.get_msg(timeout=left))
        except Empty:
            return False
        if message["parent_header"].get("msg_id") == asked:
            return True
    return False


async def _idle(client: KernelClient, asked: str) -> bool:
    """Say whether the kernel was heard to be idle again: what it published earlier has then come as well."""
    until = time.monotonic() + LISTENING_SECONDS
    while (left := until - time.monotonic()) > 0:
        try:
            message = await ensure_async(client.iopub_channel.get_msg(timeout=left))
        except Empty:
            return False
        of_ours = message["parent_header"].get("msg_id") == asked
        if of_ours and message["content"].get("execution_state") == "idle":
            return True
    return False


class PromptAsyncClient(AsyncKernelClient):
    """The asynchronous client, as papermill, nbclient and JupyterLab use it."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers and is heard."""
        await _ready(self, timeout)


class PromptBlockingClient(BlockingKernelClient):
    """The blocking client, as nbval uses it."""

    def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers and is heard."""
        run_sync(_ready)(self, timeout)


def prompt(factory: Any) -> Any:
    """Return the prompt form of one of jupyter_client's own client classes; any other class as it is."""
    return {AsyncKernelClient: PromptAsyncClient, BlockingKernelClient: PromptBlockingClient}.get(factory, factory)
