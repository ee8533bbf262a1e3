"""`kspec plot`: where the picture goes, and what ends the command."""

from tests.cli.conftest import GOOD, RANK, Folder


def test_beside_the_spec(folder: Folder) -> None:
    folder.write("model.json", GOOD)
    ran = folder.run("plot", "model.json")
    assert (ran.code, ran.out, ran.err) == (0, "", "wrote model.svg\n")
    assert folder.read("model.svg").startswith("<svg xmlns=")


def test_to_the_terminal_and_elsewhere(folder: Folder) -> None:
    folder.write("model.json", GOOD)
    shown = folder.run("plot", "model.json", "-o", "-", "--theme", "dark").out
    folder.run("plot", "model.json", "-o", "net.svg", "--theme", "dark")
    assert shown == folder.read("net.svg")


def test_findings_are_on_it(folder: Folder) -> None:
    folder.write("model.json", RANK)
    assert folder.run("plot", "model.json").code == 0
    assert "KS201 error: " in folder.read("model.svg")


def test_what_makes_no_network(folder: Folder) -> None:
    folder.write("model.json", "{")
    ran = folder.run("plot", "model.json")
    assert (ran.code, "makes no network: run kspec lint model.json" in ran.err) == (2, True)
    folder.write("good.json", GOOD)
    ran = folder.run("plot", "good.json", "-o", "no/where.svg")
    assert (ran.code, "no/where.svg: No such file" in ran.err) == (2, True)
    ran = folder.run("plot", "nothing.json")
    assert (ran.code, "nothing.json: No such file" in ran.err) == (2, True)
    folder.write("kspec.toml", "fail-on = 3")
    ran = folder.run("plot", "good.json")
    assert (ran.code, "[KS902]" in ran.err) == (2, True)
