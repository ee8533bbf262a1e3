from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS704", "unsafe-archive", Severity.ERROR, since="0.1", reports=("archive_unsafe",))
