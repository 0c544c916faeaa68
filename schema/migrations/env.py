"""How Alembic runs here: one transaction that drops the views, migrates, and makes codes, views and rights anew."""

from __future__ import annotations

from alembic import context

from schema import analysts
from schema.tables import metadata

attributes = context.config.attributes
connection = attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, compare_server_default=True, transaction_per_migration=False)

with context.begin_transaction():
    if attributes["rebuild"]:
        analysts.drop_views(connection)
    context.run_migrations()
    if attributes["rebuild"] and context.get_context().get_current_revision() == context.get_head_revision():
        analysts.write_codes(connection)
        analysts.build_views(connection)
        attributes["skipped"] = analysts.make_roles(connection, attributes["password"], attributes["reader_timeout"])
