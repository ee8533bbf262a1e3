"""Modules outside of the playground, which none of its modules imports."""

import grimp

from kspec.dev_playground import PACKAGE, UNASKED, UNUSED


def test_the_parts_left_out_are_imported_nowhere() -> None:
    graph = grimp.build_graph("kspec", include_external_packages=True, cache_dir=None)
    taken = {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        for path in PACKAGE.rglob("*.py")
        if not path.relative_to(PACKAGE).as_posix().startswith(UNASKED)
    }
    assert len(taken & graph.modules) > 500
    assert UNUSED & graph.modules, "none is imported by what is left out either"
    importers = {
        name: taken & graph.find_modules_that_directly_import(name)
        for name in UNUSED & graph.modules
    }
    assert set().union(*importers.values()) == set(), importers
