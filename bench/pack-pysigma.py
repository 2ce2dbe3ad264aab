"""The other side of pack-rules.ts: Sigma files below a folder converted by pySigma's kusto backend, in one process. Argument: the folder. The numbers of queries and of files out."""

import pathlib
import sys

from sigma.backends.kusto import KustoBackend
from sigma.collection import SigmaCollection
from sigma.pipelines.microsoftxdr import microsoft_xdr_pipeline

count = 0
files = sorted(pathlib.Path(sys.argv[1]).rglob("*.yml"))
for file in files:
    backend = KustoBackend(processing_pipeline=microsoft_xdr_pipeline(query_table="DeviceEvents"))
    try:
        count += len(backend.convert(SigmaCollection.from_yaml(file.read_text(encoding="utf-8"))))
    except Exception:
        pass
print(count, len(files))
