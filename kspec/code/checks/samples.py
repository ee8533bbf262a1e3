"""Inputs and targets of a call against each other, and against the end of the model."""

import ast
import re
from collections.abc import Iterable
from operator import itemgetter

from kspec.code.data.array import Array, is_list, known, same
from kspec.code.data.dataset import Dataset, Folder
from kspec.code.data.literal import plain
from kspec.code.data.origin import Rows, Split, are_drawn_alike, is_among, overlap, window_of
from kspec.code.keras.events import last_compile, losses_of
from kspec.code.keras.values import Model
from kspec.code.reader import Reader
from kspec.code.values import Call, Place, Value

_SAMPLES = (Array, Dataset)
SHARE = 0.95
"""Share of one class from which on a network may learn it alone."""
MOST_HELD_OUT = 0.6
"""Half and half is a choice, and a little more may be."""
ENOUGH = 100
"""Samples from which on a share is significant."""
_DRAWN = "and the training data are drawn at random from the same table, and share samples"
_HELP_DRAWN = "Draw the one, and take the rest for the other: table.drop(train.index)."

VARIED = "The images of the validation are changed at random"
AS_THEY_ARE = "Validate on the images as they are: leave this to the training data."


def check_columns(reader: Reader, x: Array | None, y: Array | None, place: Place) -> None:
    """Report inputs of which the target is a column."""
    if x is None or y is None or x.origin is None or y.origin is None:
        return
    columns, column = x.origin.columns, y.origin.columns
    window, target = window_of(x.origin.rows), window_of(y.origin.rows)
    if x.origin.rows is y.origin.rows and columns.hold(column):
        message = "The target is a column of the inputs: the model reads the answer there"
        help_ = "Leave the column of the target out of the inputs."
        reader.log.report("target-among-inputs", message, x.places.get("shape", place), help_)
    elif window and target and window.holds(target) and (columns == column or columns.hold(column)):
        message = "The target is a value of its own window: the model reads the answer there"
        help_ = "Take a value behind the window."
        reader.log.report("target-among-inputs", message, target.row or place, help_)


def check_rows(reader: Reader, x: Array | None, y: Array | None, place: Place) -> None:
    """Report inputs and targets of different samples: of another part of a split, or of all."""
    if x is None or y is None or x.origin is None or y.origin is None:
        return
    first, second = x.origin.rows, y.origin.rows
    if second.whole is first:
        message = "The targets are those of a part of the inputs"
    elif first.whole is second:
        message = "The inputs are a part of the samples, and the targets are those of all"
    elif first.is_apart(second):
        message = "The inputs and the targets are of two parts of a split"
    else:
        return
    help_ = "Give the inputs and the targets of one part."
    reader.log.report("input-shape-differs-from-data", message, place, help_)


def check_overlap(reader: Reader, x: Value, held_out: Value, place: Place) -> None:
    """Report validation data of which some is trained on."""
    if not isinstance(x, _SAMPLES) or not isinstance(held_out, _SAMPLES):
        return
    if isinstance(x, Array) and x is held_out:
        return
    check_sizes(reader, x, held_out)
    is_view = isinstance(held_out, Array) and held_out.base is x
    first, second = _rows(x), _rows(held_out)
    if are_drawn_alike(first, second):
        message = f"The validation data {_DRAWN}"
        reader.log.report("train-validation-overlap", message, place, _HELP_DRAWN)
        return
    if is_view or (first is not None and second is not None and overlap(first, second)):
        message = "The validation data is a part of the training data: it cannot show overfitting"
        help_ = "Hold some of the data out, with validation_split or train_test_split."
        reader.log.report("train-validation-overlap", message, place, help_)


def check_sizes(reader: Reader, x: Array | Dataset, held_out: Array | Dataset) -> None:
    """Report a split that trains on less than it holds out, by a number that is written in it."""
    train, test = _rows(x), _rows(held_out)
    if not isinstance(train, Rows) or not isinstance(test, Rows) or not test.is_apart(train):
        return
    split = train.split
    if train.place or not isinstance(split, Split) or split.share <= MOST_HELD_OUT:
        return
    argument = split.argument
    if isinstance(argument, ast.keyword) and isinstance(argument.value, ast.Constant):
        message = f"{split.share:.0%} of the samples are held out, and {1 - split.share:.0%} are "
        message += "left to train on"
        help_ = '"test_size" is the share that is held out, and "train_size" the other.'
        reader.log.report("validation-exceeds-training", message, argument, help_)


def _rows(data: Array | Dataset) -> object:
    """The rows of data; an array itself where it has none."""
    if isinstance(data, Dataset):
        return data.rows
    return data if data.origin is None else data.origin.rows


def check_numbers(reader: Reader, x: Array | None, place: Place) -> None:
    """Report inputs that were divided by the spread of a column of one value."""
    if x is not None and x.missing:
        message = "Some values are the same in all samples, so that their standard deviation is 0, "
        message += "and dividing by it makes NaN"
        help_ = "Add a small number to the deviation: (x - mean) / (std + 1e-7)."
        reader.log.report("not-a-number", message, place, help_)


def check_gaps(reader: Reader, parts: Iterable[Array | None]) -> None:
    """Report missing values that a method of pandas left, and nothing removed."""
    for gaps in (part.gaps for part in parts if part is not None):
        if gaps is None or gaps.cause.filled:
            continue
        samples = f"the {gaps.side} samples" if gaps.side else "some samples"
        message = f"`{gaps.cause.method}` leaves missing values in {samples}, and nothing removes "
        message += "them: the network is trained on NaN"
        help_ = "Leave these samples out, such as by dropna() of the table."
        reader.log.report("not-a-number", message, gaps.cause.place, help_)


def check_targets(
    reader: Reader, model: Model, x: Array | None, y: Array | None, place: Place
) -> None:
    """Report targets that are texts, or all the same; inputs that are, too, only hold a place."""
    if y is None or y.library == "tensorflow":
        return
    if y.dtype == "string":
        message = "The targets are texts, and Keras takes numbers"
        reader.log.report("data-dtype-mismatch", message, place, "Number the classes from 0.")
    value = y.constant
    loss = next((one for one in losses_of(model) if one is not None), None)
    if value is None or known(y.samples) == 1 or not isinstance(loss, str):
        return
    if x is None or x.constant is not None:
        return
    if not any(isinstance(added.layer, Model) for added in model.stack):
        message = f"The targets are {value:g} in all samples"
        reader.log.report("constant-target", message, place, "Look at how the target is chosen.")


def check_shares(reader: Reader, model: Model, y: Array | None, call: Call) -> None:
    """Report targets nearly all of which are of one class, that nothing weighs or measures."""
    shares = None if y is None else y.shares
    x = plain(call.get(0, "x"))
    samples = None if y is None else known((x if isinstance(x, Dataset) else y).samples)
    weights = [call.get(9, "class_weight"), call.get(10, "sample_weight")]
    if not shares or samples is None or samples < ENOUGH or weights != [None, None]:
        return
    label, share = max(shares.items(), key=itemgetter(1))
    if SHARE <= share < 1 and _counts_alike(model):
        message = f"{share:.1%} of the targets are class {label:g}: a network that always says so "
        message += "is right as often"
        help_ = 'Weigh the classes with "class_weight", or draw the rare ones more often.'
        reader.log.report("class-imbalance", message, call.place_of(1, "y"), help_)


def _counts_alike(model: Model) -> bool:
    """Whether a model is compiled with a loss of classes that takes all samples alike, and with no
    metric but accuracy.
    """
    compiled = last_compile(model)
    if compiled is None:
        return False
    loss, metrics = plain_name(compiled.get(1, "loss")), plain(compiled.get(3, "metrics"))
    several = metrics if is_list(metrics) else [] if metrics is None else [metrics]
    are_shares = all(re.search(r"acc(uracy)?$", plain_name(one)) for one in several)
    return loss.endswith("crossentropy") and "focal" not in loss and are_shares


def plain_name(value: Value) -> str:
    """The name of a loss or a metric, in small letters without underscores."""
    name = value if isinstance(value, str) else getattr(value, "name", "")
    return str(name).rpartition(".")[2].replace("_", "").lower()


def check_whole(
    reader: Reader, trained: Array | None, later: Array, method: str, place: Place
) -> None:
    """Report a score of all samples, of which the model was trained on a part, or the reverse."""
    if trained is None or later.origin is None or method == "predict":
        return
    part = later.origin.rows
    help_ = "Take the part of the split that the model was not trained on."
    if trained.origin is not None and trained.origin.rows.whole is part:
        message = f"The data of {method} is all samples, and the model was "
        message += "trained on a part of them"
    elif part.split is not None and is_among(part.whole, _rows(trained)):
        message = f"The data of {method} is a part of a split, and the model was trained on all of "
        message += "its samples"
    elif are_drawn_alike(part, _rows(trained)):
        message, help_ = f"The data of {method} {_DRAWN}", _HELP_DRAWN
    else:
        return
    reader.log.report("test-overlap", message, place, help_)


def check_folders(reader: Reader, x: Value, held_out: Value, place: Place) -> None:
    """Report validation data from the very folder that is trained on, or is split otherwise."""
    if not isinstance(x, Dataset) or not isinstance(held_out, Dataset) or x is held_out:
        return
    one, other = x.folder, held_out.folder
    if one is None or other is None or one.path is None or not same(one.path, other.path):
        return
    if isinstance(one.subset, str) and one.subset == other.subset:
        message = "The validation data is the part that is trained on: it cannot show overfitting"
        help_ = 'Give the one subset="training", and the other subset="validation".'
    elif one.subset is None is other.subset:
        message = "The validation data is all of what is trained on: it cannot show overfitting"
        help_ = "Read a folder of its own, or hold a part out by validation_split and subset."
    elif (one.subset, other.subset) == ("training", "validation") and _share_samples(one, other):
        message = "The two parts are split by other numbers: "
        message += "images of the validation are trained on"
        help_ = "Give both the same seed and validation_split."
    else:
        return
    reader.log.report("train-validation-overlap", message, place, help_)


def check_flows(reader: Reader, x: Value, held_out: Value) -> None:
    """Report images of the validation that their generator changes at random."""
    flows = [one.flow if isinstance(one, Dataset) else None for one in (x, held_out)]
    if flows[1] is None or x is held_out:
        return
    is_shared = flows[0] is not None and flows[0].generator is flows[1].generator
    # a flip that training and validation share is a choice
    names = [one for one in flows[1].changes if not (is_shared and one.endswith("_flip"))]
    if names:
        place = flows[1].place if is_shared else flows[1].generator
        reader.log.report("augmented_validation", f"{VARIED} ({names[0]})", place, AS_THEY_ARE)


def _share_samples(training: Folder, validation: Folder) -> bool:
    """Whether two parts are split by other seeds, or leave too little out of the training."""
    shares, seeds = (training.share, validation.share), (training.seed, validation.seed)
    is_larger = all(type(one) is float for one in shares) and shares[0] < shares[1]
    return is_larger or (all(type(one) is int for one in seeds) and seeds[0] != seeds[1])
