#!/bin/sh
# The postgres image runs this once, on an empty volume: a role and a database each for Airflow and for Metabase.
set -eu
for name in airflow metabase; do
    case $name in
        airflow) password=$AIRFLOW_DB_PASSWORD ;;
        metabase) password=$METABASE_DB_PASSWORD ;;
    esac
    psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres -v name="$name" -v password="$password" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name" ENCODING 'UTF8' TEMPLATE template0;
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
done
