"""How Alembic runs here: one transaction that drops the views, migrates, and makes codes, views and rights anew."""

from __future__ import annotations

from alembic import context

from schema import analysts, foreign
from schema.tables import metadata

attributes = context.config.attributes
connection = attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, compare_server_default=True, transaction_per_migration=False)

with context.begin_transaction():
    aside = analysts.drop_views(connection) if attributes["rebuild"] else []
    context.run_migrations()
    if attributes["rebuild"] and context.get_context().get_current_revision() == context.get_head_revision():
        analysts.write_codes(connection)
        analysts.build_views(connection)
        foreign.put_back(connection, aside)
        attributes["skipped"] = analysts.make_roles(connection, attributes["password"], attributes["reader_timeout"])
    elif aside:
        names = ", ".join(view.name for view in aside)
        raise foreign.InTheWay(f"views of your own hang on the tables or on bi, which older tables don't have: drop {names} first")
