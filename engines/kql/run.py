"""Runs KQL on another engine. Argument: duckdb-kql or chdb. One JSON object per line in: {"id", "query", "now": ISO text,
"tables": {name: {"columns": [[name, type]], "rows": [[cell]]}}}; cells are null, bool, text, or numbers as text; datetimes as ISO text, dynamic as JSON text.
One per line out: {"id", "columns": [..], "rows": [[cell as text or null]]} or {"id", "refused": str}."""

import datetime
import json
import re
import sys
import threading

SECONDS = 20

DUCKDB_TYPES = {"bool": "BOOLEAN", "int": "INTEGER", "long": "BIGINT", "real": "DOUBLE", "decimal": "DECIMAL(38,18)", "string": "VARCHAR",
                "datetime": "TIMESTAMP", "timespan": "INTERVAL", "guid": "VARCHAR", "dynamic": "JSON"}
CHDB_TYPES = {"bool": "Bool", "int": "Int32", "long": "Int64", "real": "Float64", "string": "String", "datetime": "DateTime64(7, 'UTC')"}


# chdb has no clock that can be set: the point of time is put into the query.
CLOCK = [(r"\bago\s*\(([^()]*)\)", "(datetime({now}) - (\\1))"), (r"\bnow\s*\(\s*\)", "datetime({now})"),
         (r"\bnow\s*\(([^()]+)\)", "(datetime({now}) + (\\1))")]


def with_clock(query, now):
    for form, instead in CLOCK:
        query = re.sub(form, instead.replace("{now}", now), query, flags=re.IGNORECASE)
    if re.search(r"\b(ago|now)\s*\(", query, re.IGNORECASE):
        raise ValueError("a clock that is not set")
    return query


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def literal(cell):
    if cell is None:
        return "NULL"
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "'" + cell.replace("'", "''") + "'"


def text_of(cell):
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime.datetime):
        return cell.replace(tzinfo=None).isoformat()
    if isinstance(cell, datetime.timedelta):
        return str(cell.total_seconds())
    if isinstance(cell, (list, dict)):
        return json.dumps(cell, default=text_of)
    return str(cell)


class DuckDb:
    def __init__(self):
        import duckdb_kql
        self.kql = duckdb_kql

    def run(self, case):
        connection = self.kql.connect()
        for name, table in case["tables"].items():
            columns = ", ".join(f"{quoted(column)} {DUCKDB_TYPES[kind]}" for column, kind in table["columns"])
            connection.execute(f"CREATE TABLE {quoted(name)} ({columns})")
            if table["rows"]:
                rows = ", ".join(f"({', '.join(literal(cell) for cell in row)})" for row in table["rows"])
                connection.execute(f"INSERT INTO {quoted(name)} VALUES {rows}")
        timer = threading.Timer(SECONDS, connection.interrupt)
        timer.start()
        try:
            now = datetime.datetime.fromisoformat(case["now"].replace("Z", "+00:00"))
            relation = self.kql.kql(connection, case["query"], query_now=now)
            return list(relation.columns), relation.fetchall()
        finally:
            timer.cancel()
            connection.close()


class ChDb:
    def __init__(self):
        from chdb import session
        self.session = session.Session()
        self.session.query("SET allow_experimental_kusto_dialect=1")

    def run(self, case):
        made = []
        try:
            self.session.query("SET dialect='clickhouse'")
            for name, table in case["tables"].items():
                columns = ", ".join(f"`{column}` {'String' if kind == 'string' else f'Nullable({CHDB_TYPES[kind]})'}" for column, kind in table["columns"])
                self.session.query(f"CREATE TABLE `{name}` ({columns}) ENGINE = Memory")
                made.append(name)
                rows = "\n".join(json.dumps({column: cell for (column, _), cell in zip(table["columns"], row)}) for row in table["rows"])
                if rows:
                    self.session.query(f"SET date_time_input_format='best_effort'; INSERT INTO `{name}` FORMAT JSONEachRow {rows}")
            self.session.query("SET dialect='kusto'")
            answer = json.loads(self.session.query(with_clock(case["query"], case["now"]), "JSONCompact").bytes())
            return [column["name"] for column in answer["meta"]], answer["data"]
        finally:
            self.session.query("SET dialect='clickhouse'")
            for name in made:
                self.session.query(f"DROP TABLE `{name}`")


def main():
    engine = {"duckdb-kql": DuckDb, "chdb": ChDb}[sys.argv[1]]()
    for line in sys.stdin:
        case = json.loads(line)
        try:
            columns, rows = engine.run(case)
            answer = {"columns": columns, "rows": [[text_of(cell) for cell in row] for row in rows]}
        except Exception as problem:
            answer = {"refused": f"{type(problem).__name__}: {str(problem).splitlines()[0][:200] if str(problem) else ''}"}
        print(json.dumps({"id": case["id"], **answer}), flush=True)


main()
