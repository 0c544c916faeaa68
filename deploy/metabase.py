"""`python deploy/metabase.py`: tell a running Metabase of its first user and of the database, read as truce_reader. Again: no change.

Reads METABASE_URL, METABASE_ADMIN_EMAIL, METABASE_ADMIN_PASSWORD and, through the settings, TRUCE_DATABASE_URL and TRUCE_HOME.
"""

from __future__ import annotations

import os
import sys
from urllib.parse import unquote, urlsplit

import httpx

from etl.store import db

NAME = "Trucewatch"
READ_SCHEMAS = "bi, public"


def sign_in(metabase: httpx.Client, email: str, password: str) -> str:
    """A session of the first user, who is made if there is none."""
    properties = answer(metabase.get("/api/session/properties"))
    if not properties.get("has-user-setup"):
        made = answer(metabase.post("/api/setup", json={
            "token": properties["setup-token"],
            "user": {"email": email, "password": password, "first_name": "Trucewatch", "last_name": "Admin", "site_name": NAME},
            "prefs": {"site_name": NAME, "site_locale": "en", "allow_tracking": False},
        }))
        return str(made["id"])
    return str(answer(metabase.post("/api/session", json={"username": email, "password": password}))["id"])


def connect(metabase: httpx.Client, reader_url: str) -> str:
    """Register the database, or bring its entry up to the reader's present address and password."""
    url = urlsplit(reader_url)
    wanted = {"engine": "postgres", "name": NAME, "details": {
        "host": url.hostname, "port": url.port or 5432, "dbname": url.path.strip("/"), "user": url.username,
        "password": unquote(url.password or ""), "ssl": False,
        "schema-filters-type": "inclusion", "schema-filters-patterns": READ_SCHEMAS,
    }}
    known = answer(metabase.get("/api/database"))
    rows = known["data"] if isinstance(known, dict) else known
    same = next((row["id"] for row in rows if row["name"] == NAME), None)
    if same is None:
        answer(metabase.post("/api/database", json=wanted))
        return "registered"
    answer(metabase.put(f"/api/database/{same}", json=wanted))
    answer(metabase.post(f"/api/database/{same}/sync_schema"))
    return "up to date"


def answer(response: httpx.Response) -> dict:  # type: ignore[type-arg]
    """The JSON of an answer. Exits with Metabase's words if it refuses."""
    if response.is_error:
        sys.exit(f"Metabase refuses {response.request.url.path}: {response.status_code} {response.text[:300]}")
    return response.json() if response.content else {}


def main() -> None:
    """Sign in, register, say so."""
    with httpx.Client(base_url=os.environ["METABASE_URL"], timeout=60) as metabase:
        session = sign_in(metabase, os.environ["METABASE_ADMIN_EMAIL"], os.environ["METABASE_ADMIN_PASSWORD"])
        metabase.headers["X-Metabase-Session"] = session
        print(f"database {NAME} is {connect(metabase, db.database_url(db.READER))} in Metabase")


if __name__ == "__main__":
    main()
