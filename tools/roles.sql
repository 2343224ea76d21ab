-- The two roles of docs/production.md, created with the database of compose.yaml. Only the other containers
-- can reach it; choose other passwords for any other server.
CREATE ROLE odop_owner LOGIN PASSWORD 'odop_owner';
CREATE ROLE odop_serve LOGIN PASSWORD 'odop_serve';
CREATE DATABASE odop OWNER odop_owner;
