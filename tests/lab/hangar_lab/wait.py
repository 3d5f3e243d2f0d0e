# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting: always on a condition, always with a deadline."""

import time


class TooLate(AssertionError):
    """A condition did not come true before its deadline."""


def until(condition, what, seconds=10.0, every=0.05):
    """Calls condition() until it returns something true, and returns that. An exception in it is the answer "not yet"
    until the deadline, and then part of the message: what is looked at may be half made."""
    end = time.monotonic() + seconds
    while True:
        error = None
        try:
            value = condition()
            if value:
                return value
        except TooLate:
            raise
        except Exception as e:  # pylint: disable=broad-except
            error = e
        if time.monotonic() > end:
            raise TooLate(f"not within {seconds:g} s: {what}" + (f" ({error!r})" if error else ""))
        time.sleep(every)


def holds(condition, what, seconds):
    """The opposite: condition() must stay true for the whole time (something must NOT happen)."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not condition():
            raise AssertionError(f"no longer true: {what}")
        time.sleep(0.05)
