"""`aeviewer train`: the training generator, read in the terminal."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aeviewer.commands.data import absolute
from aeviewer.commands.job import Job, read, summary
from aeviewer.commands.machine import Machine
from aeviewer.commands.printing import print_figures, print_json, remark
from aeviewer.commands.stopping import Stop
from aeviewer.commands.usage import UsageError
from aeviewer.data.sources import open_data
from aeviewer.errors import UserError
from aeviewer.training import run
from aeviewer.training.metrics.evaluate import evaluate
from aeviewer.training.plan import Plan, settle_precision
from aeviewer.training.state import begin
from aeviewer.zoo.registry import find


def start(variant: str, given: Mapping[str, Any]) -> int:
    """Train a model as the options that were given say, knobs as text.

    Raises:
        UserError: a knob, the data, the device or the run folder is not as it must be.
    """
    machine = Machine(given.get("device", "auto"), given.get("threads"))
    as_json = given.get("json", False)
    if "resume" in given:
        _refuse_knobs(given)
        return resume(given["resume"], machine, as_json=as_json, variant=variant)
    return _finish(_prepare(variant, given, machine), as_json=as_json)


def resume(folder: Path, machine: Machine, *, as_json: bool, variant: str = "") -> int:
    """Go on with a run, of the variant if one is named.

    Raises:
        UserError: the folder is no such run, or its data is gone.
    """
    config = run.read_config(folder)
    if variant not in {"", config.variant}:
        raise UserError(f"{folder} is a run of {config.variant}, not of {variant}")
    device = machine.settle()
    data = open_data(config.data)
    state = run.resume(folder, data, device)
    return _finish(Job(state, data, config.data, folder, first=state.step), as_json=as_json)


def _refuse_knobs(given: Mapping[str, Any]) -> None:
    rest = [name for name in given if name not in {"resume", "device", "threads", "json"}]
    if rest:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in rest)
        raise UsageError(f"--resume goes on with what the run was asked for; leave out {options}")


def _prepare(variant: str, given: Mapping[str, Any], machine: Machine) -> Job:
    entry, of_plan = find(variant), {knob.name for knob in Plan.knobs()}
    of_model = {knob.name for knob in entry.knobs.knobs()}
    config = entry.configure({name: given[name] for name in given if name in of_model})
    plan = Plan.make("plan", {name: given[name] for name in given if name in of_plan})
    folder = given.get("out")
    _refuse_run(folder)
    device = machine.settle()
    name = _data(given)
    data = open_data(name)
    plan.chosen(data.train)  # a class that is not there is told before there is a run folder
    plan = settle_precision(plan, device, variant)
    return Job(begin(variant, config, plan, data.train.shape, device), data, name, folder)


def _data(given: Mapping[str, Any]) -> str:
    if "data" not in given:
        raise UsageError(
            "train on what? Give --data with a name of `aeviewer list data` or a folder"
        )
    return absolute(given["data"])


def _refuse_run(folder: Path | None) -> None:
    if folder is not None and (folder / "config.json").exists():
        raise UserError(
            f"{folder} holds a run already; go on with `aeviewer train --resume {folder}`, or give "
            f"--out another folder"
        )


def _finish(job: Job, *, as_json: bool) -> int:
    with Stop() as stop:
        read(job, stop)
    if stop.number:
        remark(_stopped(job))
        return stop.code
    figures = evaluate(job.state.model, job.data, normal=job.state.plan.normal)
    if as_json:
        print_json(summary(job) | figures)
    else:
        print_figures(f"{job.state.variant} on {job.data.name}, test images", figures)
        sys.stdout.flush()  # so that the remark comes after it
    remark(_kept(job))
    return 0


def _stopped(job: Job) -> str:
    done = f"stopped at step {job.state.step:,}"
    if job.folder is None:
        return f"{done}; nothing was kept, as no --out was given"
    return f"{done}, which is saved; go on with `aeviewer train --resume {job.folder}`"


def _kept(job: Job) -> str:
    if not job.total:
        return "0 steps were asked for: the model is as it was made"
    if job.folder is not None and job.first >= job.total:
        return (
            f"{job.folder} was complete at step {job.total:,}: nothing was trained; look at it "
            f"with `aeviewer open {job.folder}`"
        )
    if job.folder is None:
        return "nothing was kept; give --out RUN to keep the model"
    return f"kept in {job.folder}; look at it with `aeviewer open {job.folder}`"
