#!/bin/sh
# Run once by the PostgreSQL image, on an empty data folder: the owner of the tables, and the role that serves requests.
set -eu
psql -v ON_ERROR_STOP=1 -v owner_password="$ENRICHIFY_OWNER_PASSWORD" -v app_password="$ENRICHIFY_APP_PASSWORD" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
create role enrichify_owner login password :'owner_password';
create role enrichify_app login password :'app_password';
create database enrichify owner enrichify_owner;
SQL
