"""Views: a network and a specification become one self-contained HTML page."""
