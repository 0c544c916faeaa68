"""The database: tables, migrations, views, checks. Imports nothing of etl."""
