-- The two roles of docs/production.md, in the database of compose.yaml, when it is made. It is reached by the
-- other containers alone; for another server choose other passwords.
CREATE ROLE odop_owner LOGIN PASSWORD 'odop_owner';
CREATE ROLE odop_serve LOGIN PASSWORD 'odop_serve';
CREATE DATABASE odop OWNER odop_owner;
