"""Archive that harms whoever opens it, or cannot be opened.

## Why

A `.keras` file is a zip, and loading it extracts members into a folder. Members whose names lead
out of that folder, that are links, or that stand in the archive twice put files where nobody wants
them, or show one model to a scanner and another one to Keras. A member that grows 200 times and
more fills the disk. Keras writes none of these. An archive that is cut off, encrypted or whose
sums are wrong is reported here too: nothing can be said of what is in it.

kspec extracts nothing: it reads `config.json` and `metadata.json`, at most 32 MiB.

## Bad

The members of an archive:

```archive
metadata.json
config.json
model.weights.h5
../../.bashrc
```

## Good

```archive
metadata.json
config.json
model.weights.h5
assets/lookup/vocabulary.txt
```

## References

- [GHSA-hqp4-2352-xf5r](https://github.com/advisories/GHSA-hqp4-2352-xf5r), of Keras's own
- [Zip slip](https://security.snyk.io/research/zip-slip-vulnerability)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS704", "unsafe-archive", Severity.ERROR, since="0.1", reports=("archive_unsafe",))
