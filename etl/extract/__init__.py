"""Pages → articles. Pure; a change of these rules makes every page pending again."""

from etl.extract.page import Extraction, Known, extract_html, read_page
from etl.text import clean_line, clean_text

__all__ = ["Extraction", "Known", "clean_line", "clean_text", "extract_html", "read_page"]
