"""One function a picture, drawn from released rows only. Nothing here knows a person, and no point is one.

Each returns a ``Figure``: SVG of the same bytes every time, a title, a description of one sentence, a caption.
"""
