"""The other side of run-events.ts: a KQL file over NDJSON by duckdb-kql, in one process. Arguments: query file, table, NDJSON file. Rows as JSON lines out."""

import json
import sys

import duckdb_kql

query, table, data = sys.argv[1:]
connection = duckdb_kql.connect()
connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_json('{data}', format = 'newline_delimited')")
with open(query, encoding="utf-8") as file:
    relation = duckdb_kql.kql(connection, file.read())
for row in relation.fetchall():
    print(json.dumps(row, default=str))
