# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking at pictures: is this colour there, are these the guest's colour bars?"""

from PIL import ImageChops

from hangar_lab.guest import BARS

TOLERANCE = 40


def near(pixel, colour, tolerance=TOLERANCE):
    """Whether two colours are alike."""
    return all(abs(a - b) <= tolerance for a, b in zip(pixel[:3], colour))


def find_bars(image):
    """The box (left, top, right, bottom) of the guest's six colour bars, at whatever scale; None without.

    Looks in every fourth row for six runs of the right colours that touch each other and have about one width."""
    data, width, height = image.load(), image.width, image.height
    top = None
    for y in range(0, height, 4):
        runs = _row_of_bars(data, width, y)
        if runs and top is None:
            top, box = y, runs
        elif top is not None and not runs:
            return (box[0], top, box[1], y)
    return None


def _row_of_bars(data, width, y):
    x = 0
    while x < width:
        if near(data[x, y], BARS[0]):
            found = _runs_from(data, width, x, y)
            if found:
                return found
            while x < width and near(data[x, y], BARS[0]):
                x += 4
        x += 4
    return None


def _runs_from(data, width, x, y):
    while x > 0 and near(data[x - 1, y], BARS[0]):
        x -= 1
    begin, lengths = x, []
    for colour in BARS:
        start = x
        while x < width and near(data[x, y], colour):
            x += 1
        lengths.append(x - start)
        x += 2 if x + 2 < width and not near(data[x, y], BARS[0]) else 0  # a blended column of a scaled picture
    return (begin, x) if min(lengths) >= 8 and max(lengths) - min(lengths) <= 6 else None


def differs(one, other):
    """How much of the area differs, 0 to 1."""
    difference = ImageChops.difference(one, other).convert("L").point(lambda v: 255 if v > 16 else 0)
    return difference.histogram()[255] / (one.width * one.height)


def is_dark(image):
    """Whether most of the picture is dark."""
    histogram = image.convert("L").histogram()
    return sum(histogram[:96]) > sum(histogram) / 2


def is_blank(image):
    """Whether the picture is one colour."""
    return image.convert("RGB").getcolors(1) is not None
