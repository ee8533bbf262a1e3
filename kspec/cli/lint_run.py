"""Run of `kspec lint`: find the files, check them, fix, report, and choose the exit code."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kspec.cli.files import STDIN, Excludes, FoundFiles, find_files
from kspec.cli.lint_file import check_or_complain
from kspec.cli.lint_request import Job, Jobs, Request, shown_settings
from kspec.cli.terminal import CommandError, print_error, print_json
from kspec.linter.report import Checked, Report
from kspec.linter.selection import SelectionError
from kspec.linter.settings import SettingsError

FAILED = 2


def run(request: Request) -> int:
    """Run lint and return the exit code: 0, 1 for findings that fail, 2 for no run."""
    try:
        return _run(request)
    except SettingsError as error:
        print_error(f"{error} [{error.code}]")
    except (SelectionError, CommandError) as error:
        print_error(str(error))
    return FAILED


def _run(request: Request) -> int:
    if len(request.output_file) > max(len(request.output_format), 1):
        print_error("there are more --output-file than --output-format")
        return FAILED
    jobs = Jobs(request)
    if request.show_settings:
        return _show_settings(jobs)
    files = find_files(
        request.paths or (".",),
        Excludes(request.exclude, jobs),
        force_exclude=request.force_exclude,
    )
    for complaint in files.complaints:
        print_error(complaint)
    if not files.files:
        return _nothing(files)
    jobs_ = [jobs.job(path) for path in files.files]
    checked, complaints = check_all(jobs_)
    for complaint in complaints:
        print_error(complaint)
    if complaints and not checked:
        return FAILED
    for sentence in _notes(request, jobs_, checked):
        print_error(sentence)
    code = finish(jobs, checked)
    return FAILED if files.complaints or complaints else code


def _notes(
    request: Request, jobs: Sequence[Job], checked: list[tuple[Job, Checked]]
) -> Iterator[str]:
    """Notes beside the report: settings and data without effect, programs without a model."""
    if request.data is not None:
        from kspec.cli.lint_notes import data_for_specs

        yield from data_for_specs(checked)
    if all(Path(path).is_dir() for path in request.paths) and any(job.ignores for job in jobs):
        from kspec.cli.lint_notes import lost_places

        yield from lost_places(jobs)
    if any(one.document.format == "python" for _, one in checked):
        from kspec.cli.lint_notes import nothing_to_check

        yield from nothing_to_check(request.paths, checked)


def _nothing(files: FoundFiles) -> int:
    if files.excluded:
        print_error(f"nothing to check: what was named is excluded ({files.excluded})")
        return FAILED if files.complaints else 0
    if not files.complaints:
        print_error("nothing to check: no Keras code, no spec and no Keras model was found")
    return FAILED


def _show_settings(jobs: Jobs) -> int:
    print_json(shown_settings(jobs, Path.cwd()))
    return 0


def check_all(jobs: Sequence[Job]) -> tuple[list[tuple[Job, Checked]], list[str]]:
    """Check all files; returns their results, and messages on files that could not be checked."""
    if len(jobs) > 1:
        from kspec.cli.parallel import check_in_processes, pays

        if pays(jobs):
            return check_in_processes(jobs)
    from kspec.cli.how_far import counted

    checked, complaints = [], []
    for job in counted(jobs, len(jobs)):
        result = check_or_complain(job)
        if isinstance(result, str):
            complaints.append(result)
        else:
            checked.append((job, result))
    return checked, complaints


def finish(jobs: Jobs, checked: list[tuple[Job, Checked]]) -> int:
    """Fix, leave out known findings, report, and return the exit code."""
    request = jobs.request
    if request.write_baseline is not None:
        from kspec.cli.lint_baseline import write

        return write(Path(request.write_baseline), checked)
    if request.diff:
        from kspec.cli.lint_fix import show_diff

        show_diff(checked, unsafe=request.unsafe_fixes, color=request.color)
    elif request.fix:
        from kspec.cli.lint_fix import mend

        checked = mend(checked, unsafe=request.unsafe_fixes)
    if request.baseline is not None or any(job.baseline for job, _ in checked):
        from kspec.cli.lint_baseline import without_known

        checked = without_known(jobs, checked)
    if sum(one.document.format == "python" for _, one in checked) > 1:
        from kspec.cli.imported_findings import without_imported

        checked = list(without_imported(checked))
    if not request.diff:
        from kspec.cli.lint_output import output

        output(Report(one for _, one in checked), request, to_stderr=_text_goes_out(request))
    failed = any(job.fails(one) for job, one in checked)
    return int(failed and not request.exit_zero)


def _text_goes_out(request: Request) -> bool:
    """Whether standard output takes the fixed text of standard input."""
    return request.fix and STDIN in request.paths
