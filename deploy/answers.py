"""`python deploy/answers.py URL`: exit 0 if the URL answers below 400; a health check for images without curl."""

import sys
import urllib.request

try:
    urllib.request.urlopen(sys.argv[1], timeout=8).close()
except OSError as error:
    sys.exit(f"{sys.argv[1]}: {error}")
