"""Reads Sigma with pySigma. One JSON object per line in: {"id", "sigma", "table"?, "parseOnly"?}; one per line out:
{"id", "errors": [..], "issues": [..], "kql": [..] | null, "refused": str | null}.
`errors` come from the parser and from every condition, `issues` from the validators that need no network, `kql` from the kusto backend."""

import json
import sys
from importlib.metadata import version

from sigma.backends.kusto import KustoBackend
from sigma.collection import SigmaCollection
from sigma.correlations import SigmaCorrelationRule
from sigma.pipelines.microsoftxdr import microsoft_xdr_pipeline
from sigma.plugins import InstalledSigmaPlugins
from sigma.validation import SigmaValidator

NEEDS_NETWORK = {"attacktag", "d3_fendtag"}


def offline_validators():
    plugins = InstalledSigmaPlugins.autodiscover()
    names = {name: validator for name, validator in plugins.validators.items() if name not in NEEDS_NETWORK and not name.startswith("sigmahq_")}
    return list(names.values())


def read(entry, validators):
    answer = {"id": entry["id"], "errors": [], "issues": [], "kql": None, "refused": None}
    try:
        collection = SigmaCollection.from_yaml(entry["sigma"], collect_errors=True)
    except Exception as problem:
        answer["errors"].append(f"{type(problem).__name__}: {problem}")
        return answer
    answer["errors"] += [str(problem) for problem in collection.errors]
    for rule in collection.rules:
        answer["errors"] += [str(problem) for problem in rule.errors]
        if isinstance(rule, SigmaCorrelationRule):
            continue
        try:
            for condition in rule.detection.parsed_condition:
                condition.parsed
        except Exception as problem:
            answer["errors"].append(f"condition: {problem}")
    if answer["errors"] or entry.get("parseOnly"):
        return answer
    answer["issues"] = [f"{type(issue).__name__}: {issue.description}" for issue in SigmaValidator(validators).validate_rules(iter(collection.rules))]
    try:
        table = entry.get("table")
        pipeline = microsoft_xdr_pipeline(query_table=table) if table else microsoft_xdr_pipeline()
        answer["kql"] = KustoBackend(processing_pipeline=pipeline).convert(collection)
    except Exception as problem:
        answer["refused"] = f"{type(problem).__name__}: {problem}"
    return answer


def main():
    if "--version" in sys.argv:
        print(json.dumps({name: version(name) for name in ("pySigma", "pySigma-backend-kusto")}))
        return
    validators = offline_validators()
    for line in sys.stdin:
        print(json.dumps(read(json.loads(line), validators)), flush=True)


main()
