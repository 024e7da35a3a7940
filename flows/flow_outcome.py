"""What a flow run in this process came to, whatever becomes of the Prefect server meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from prefect.client.schemas.objects import State
from prefect.states import Failed

from flows.errors import RapportError

T = TypeVar("T")


class FlowOutcome(Generic[T]):
    """One a flow. Prefect's own answer cannot be had without its server."""

    def __init__(self) -> None:
        self._known: list[T | RapportError] = []

    def note(self, outcome: T) -> T:
        """What the flow returns; called as the last of its work."""
        self._known.append(outcome)
        return outcome

    def failed(self, error: RapportError) -> State[Any]:
        """What the flow returns in the place of raising ``error``, of which Prefect would print
        twenty lines."""
        self._known.append(error)
        return Failed(message=str(error))

    def of(self, run: Callable[[], State[Any]]) -> T:
        """Runs the flow; raises the RapportError that ended it.

        The outcome stands also where the server went away before it could take note of it;
        where the run did not come as far as that, what Prefect raised is raised.
        """
        self._known.clear()
        try:
            state = run()
            if not self._known:
                state.result()  # raises what ended it
        except Exception:
            if not self._known:
                raise
        outcome = self._known[-1]
        if isinstance(outcome, RapportError):
            raise outcome
        return outcome
