"""The workflows on GitHub are in order, and call only what a person could call: each check is shown a fault that it must catch."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from dlcourse import cli

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SCHEMA = "vendor.github-workflows"
# Programs of the runner itself.
RUNNERS_OWN = {"apt-get", "docker", "gh"}
# Who may write what. Everything else reads.
MAY_WRITE = {
    ("publish", "site"): {"pages", "id-token"},
    ("publish", "notebooks"): {"contents"},
    ("publish", "release"): {"contents"},
    ("radar", "scan"): {"issues"},
}
PINNED = re.compile(r"^[\w-]+/[\w./-]+@[0-9a-f]{40}$")


def read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def commands(workflow: dict[str, Any]) -> list[list[str]]:
    """The commands of all steps, as words; what a container is told to run counts as a command of its own."""
    found = []
    for step in steps(workflow):
        for line in re.split(r"\n|&&|;", step.get("run", "")):
            words = shlex.split(line)
            if words:
                found.append(words)
            if words[:2] == ["docker", "run"]:
                image = next(i for i, word in enumerate(words[2:], 2) if ":" in word and "/" in word and not words[i - 1].startswith("--"))
                found.append(words[image + 1 :])
    return found


def missing(words: list[str], makefile: str) -> list[str]:
    """What a command needs and does not find, one sentence each."""
    program, *rest = words
    program = program.removeprefix(".venv/bin/").removeprefix("$(BIN)/")
    if program == "make":
        targets = [word for word in rest if "=" not in word and not word.startswith("-")]
        variables = [word.partition("=")[0] for word in rest if "=" in word]
        return [
            *(f"make has no target {name}" for name in targets if not re.search(rf"^{re.escape(name)}:", makefile, re.MULTILINE)),
            *(f"make has no variable {name}" for name in variables if not re.search(rf"^{name} \??:?=", makefile, re.MULTILINE)),
        ]
    if program == "dlcourse":
        return missing_options(rest)
    if "/" in program:
        return [] if (ROOT / program).is_file() and (ROOT / program).stat().st_mode & 0o100 else [f"there is no program {program}"]
    return [] if program in RUNNERS_OWN else [f"{program} is not known to be on a runner"]


def missing_options(words: list[str]) -> list[str]:
    """Subcommands and options of ``dlcourse`` that do not exist."""
    command: click.Command = cli.main
    context = click.Context(cli.main)
    while isinstance(command, click.Group):
        if not words or (found := command.get_command(context, words[0])) is None:
            return [f"dlcourse has no command {' '.join(words[:1])}"]
        command, words = found, words[1:]
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    return [f"dlcourse {command.name} has no option {word}" for word in words if word.startswith("-") and word.partition("=")[0] not in known]


def recipes(makefile: str) -> list[list[str]]:
    """What the Makefile's targets call of the package."""
    lines = re.findall(r"^\t(\$\(BIN\)/dlcourse .+)$", makefile, re.MULTILINE)
    return [[word for word in shlex.split(line) if word != "$(BUDGETS)"] for line in lines]


def faults(workflow: dict[str, Any], name: str, text: str) -> list[str]:
    """Everything that is wrong with a workflow beyond its form."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = [sentence for words in commands(workflow) for sentence in missing(words, makefile)]
    for step in steps(workflow):
        if "uses" in step and not PINNED.match(step["uses"]):
            found.append(f"{step['uses']} is not pinned by commit")
        if "${{" in step.get("run", ""):
            found.append("an expression in a command could carry somebody's code: hand it over in env")
    if workflow.get("permissions") != {"contents": "read"}:
        found.append("a workflow may read the contents; a job that needs more says so")
    for job, content in workflow["jobs"].items():
        pushes = any("push" in step.get("run", "") for step in content["steps"])
        checkouts = [step for step in content["steps"] if step.get("uses", "").startswith("actions/checkout@")]
        if any(step.get("with", {}).get("persist-credentials") is not False for step in checkouts) and not pushes:
            found.append(f"the checkout of the job {job} keeps its token")
        writes = {scope for scope, right in (content.get("permissions") or {}).items() if right != "read"}
        found += [f"the job {job} may write {scope}" for scope in sorted(writes - MAY_WRITE.get((name, job), set()))]
        found += [] if "timeout-minutes" in content else [f"the job {job} may hang"]
    if re.search(r"\$\{\{[^}]*\bsecrets\.", text):
        found.append("a secret is named: the token of the job is enough")
    if not text.startswith("# "):
        found.append("nothing says why there is this workflow")
    return found


def test_there_is_a_workflow_for_each_purpose() -> None:
    assert [path.stem for path in WORKFLOWS] == ["ci", "colab", "links", "publish", "radar"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_calls_what_exists_and_may_do_no_more_than_it_must(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert faults(read(path), path.stem, text) == []
    assert not re.search(r"@[0-9a-f]{40}(?! # v\d)", text), "say which version a commit is"


def check_schema(*paths: Path) -> subprocess.CompletedProcess[str]:
    # As in dlcourse.book: the grammar of internationalised addresses takes longer to compile than everything else here.
    program = "import sys; sys.modules['rfc3987_syntax'] = None; from check_jsonschema import main; main()"
    return subprocess.run([sys.executable, "-c", program, "--builtin-schema", SCHEMA, *map(str, paths)], capture_output=True, text=True)


def test_the_workflows_have_the_form_that_github_demands() -> None:
    done = check_schema(*WORKFLOWS)
    assert done.returncode == 0, done.stdout


def test_a_workflow_of_another_form_is_caught(tmp_path: Path) -> None:
    path = tmp_path / "ci.yml"
    path.write_text((ROOT / ".github" / "workflows" / "ci.yml").read_text().replace("runs-on:", "run-on:"))
    assert check_schema(path).returncode != 0


HEAD = "on: push\npermissions: {contents: read}\njobs:\n  j:\n    timeout-minutes: 5\n    runs-on: ubuntu-latest\n    steps:\n"
CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1"


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        ("- run: make bok", "make has no target bok"),
        ("- run: make site PROFIL=full", "make has no variable PROFIL"),
        ("- run: .venv/bin/dlcourse publsh", "dlcourse has no command publsh"),
        ("- run: .venv/bin/dlcourse radar scn", "dlcourse has no command scn"),
        ("- run: .venv/bin/dlcourse radar scan --pre --reprt x", "dlcourse scan has no option --reprt"),
        ("- run: .ci/rum", "there is no program .ci/rum"),
        ("- run: curl https://example.org", "curl is not known"),
        ("- run: docker run --rm --volume a:/b:ro host/image:latest make test-colb", "make has no target test-colb"),
        ("- run: make site && make bok", "make has no target bok"),
        ("- uses: actions/setup-python@v7", "actions/setup-python@v7 is not pinned"),
        (f"- uses: {CHECKOUT}", "the checkout of the job j keeps its token"),
        ("- run: make site PROFILE=${{github.ref}}", "somebody's code"),
        ("- run: make site\n        env: {T: '${{ secrets.TOKEN }}'}", "a secret is named"),
    ],
)
def test_a_planted_fault_is_caught(step: str, fault: str) -> None:
    text = f"# Why.\n{HEAD}      {step}\n"
    found = faults(yaml.safe_load(text), "planted", text)
    assert len(found) == 1 and fault in found[0], found


def test_rights_that_a_job_does_not_need_are_caught() -> None:
    text = f"# Why.\n{HEAD}      - run: make test\n"
    good = yaml.safe_load(text)
    assert faults(good, "planted", text) == []
    good["jobs"]["j"]["permissions"] = {"contents": "write"}
    assert faults(good, "planted", text) == ["the job j may write contents"]
    del good["permissions"], good["jobs"]["j"]["permissions"], good["jobs"]["j"]["timeout-minutes"]
    assert faults(good, "planted", text[2:]) == [
        "a workflow may read the contents; a job that needs more says so", "the job j may hang", "nothing says why there is this workflow"
    ]  # fmt: skip


def test_the_makefile_calls_only_commands_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = recipes(makefile)
    assert len(found) >= 8
    assert [sentence for words in found for sentence in missing(words, makefile)] == []
    assert missing(["$(BIN)/dlcourse", "book", "--profil", "smoke"], makefile) == ["dlcourse book has no option --profil"]


def test_the_notebooks_reach_their_branch_and_nothing_else_changes(tmp_path: Path) -> None:
    """``make push-notebooks`` on a repository of its own, twice: the branch holds what was made last, in one commit."""
    remote, checkout = tmp_path / "remote.git", tmp_path / "checkout"
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@localhost"]
    subprocess.run([*git, "init", "--quiet", "--bare", str(remote)], check=True)
    subprocess.run([*git, "init", "--quiet", str(checkout)], check=True)
    (checkout / "Makefile").write_text((ROOT / "Makefile").read_text())
    (checkout / ".gitignore").write_text("_build/\n")
    subprocess.run([*git, "add", "--all"], cwd=checkout, check=True)
    subprocess.run([*git, "commit", "--quiet", "--message=Start"], cwd=checkout, check=True)
    subprocess.run([*git, "remote", "add", "origin", str(remote)], cwd=checkout, check=True)
    environment = {"PATH": "/usr/bin:/bin", **{f"GIT_{who}_{what}": "a@localhost" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}}
    for name in ("old", "new"):
        folder = checkout / "_build" / "notebooks" / "en"
        subprocess.run(["rm", "-rf", str(folder)], check=True)
        folder.mkdir(parents=True)
        (folder / f"{name}.ipynb").write_text("{}")
        subprocess.run(["make", "--silent", "push-notebooks"], cwd=checkout, check=True, capture_output=True, env=environment)
    listed = subprocess.run([*git, "ls-tree", "-r", "--name-only", "notebooks"], cwd=remote, check=True, capture_output=True, text=True).stdout
    count = subprocess.run([*git, "rev-list", "--count", "notebooks"], cwd=remote, check=True, capture_output=True, text=True).stdout
    status = subprocess.run([*git, "status", "--porcelain"], cwd=checkout, check=True, capture_output=True, text=True).stdout
    assert (listed.split(), count.strip(), status) == (["en/new.ipynb"], "1", "")
