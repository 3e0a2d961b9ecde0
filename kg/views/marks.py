"""The marks of a view: node shapes, arrow heads and line weights, each by its name.

Design decision: a shape is ONE path text, drawn by the canvas (Path2D) and by the legend (SVG)
alike, so that the legend cannot differ from the picture. Arrow heads on the canvas are
vis-network's own (by the same names); the paths here draw their likeness in the legend, with the
tip at x = 34.
"""

from __future__ import annotations

from typing import Final

#: Shapes in a box of 16 by 16.
SHAPES: Final[dict[str, str]] = {
    "circle": "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 1 0 0-13z",
    "square": "M2.2 2.2h11.6v11.6H2.2z",
    "diamond": "M8 .6 15.4 8 8 15.4.6 8z",
    "triangle": "M8 1.2 15.4 14.2H.6z",
    "triangle-down": "M8 14.8.6 1.8h14.8z",
    "pentagon": "M8 .8 15.4 6.2 12.6 14.8H3.4L.6 6.2z",
    "hexagon": "M4.3 1.6h7.4L15.4 8l-3.7 6.4H4.3L.6 8z",
    "star": "M8 .4 10.2 5.7 15.9 6.1 11.5 9.8 12.9 15.4 8 12.4 3.1 15.4 4.5 9.8.1 6.1 5.8 5.7z",
    "cross": "M5.8 1.4h4.4v4.4h4.4v4.4h-4.4v4.4H5.8v-4.4H1.4V5.8h4.4z",
    "page": "M3 .8h6.6L13.4 4.6V15.2H3z",
    "bar": "M1 5.2h14v5.6H1z",
    "lens": "M.6 8Q8-1.6 15.4 8 8 17.6.6 8z",
}

#: Arrow heads on a line at y = 6 that ends at x = 34.
ARROWS: Final[dict[str, str]] = {
    "arrow": "M34 6 24 1.5 26.5 6 24 10.5z",
    "triangle": "M34 6 25 1.5v9z",
    "inv_triangle": "M25 6l9-4.5v9z",
    "vee": "M34 6 24 1 29 6 24 11z",
    "bar": "M30 0h3v12h-3z",
    "box": "M26 2h8v8h-8z",
    "circle": "M30 2a4 4 0 1 0 0 8 4 4 0 1 0 0-8z",
    "diamond": "M34 6 29 2 24 6 29 10z",
    "crow": "M24 6 34 .8 30.5 6 34 11.2z",
    "curve": "M28 1q7 5 0 10l-1.4-1.6q5-3.4 0-6.8z",
    "inv_curve": "M34 1q-7 5 0 10l1.4-1.6q-5-3.4 0-6.8z",
}

#: Line widths on the canvas.
WEIGHTS: Final[dict[str, float]] = {"thin": 1.0, "normal": 1.6, "strong": 2.6}
