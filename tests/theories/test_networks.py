"""Quantities of networks: Homework 2, the conventions, symbolic settings, and every refusal."""

import random
from fractions import Fraction

import pytest
from layer_lists import network_of, scalar, value

from symcheck.kernel.network import Letter
from symcheck.kernel.polynomial import letter, number, power, product
from symcheck.language.objects import Binding, Layer, Network
from symcheck.language.sizes import ONE
from symcheck.language.terms import Term, num, sym
from symcheck.theories.extents import floor_quotient, text
from symcheck.theories.networks import NetworkError, NotDecided, conditions, layer_table, quantity

CONV, POOL, FULL = "conv 3x3, padding 1, bias no", "maxpool 2x2, stride 2", "dense same, bias no"
CNN = (CONV, POOL, CONV, POOL, CONV)
FCNN = (FULL, POOL, FULL, POOL, FULL)


def of(name, size, *layers, mark=None, **options):
    """The quantity as an integer, a tuple of integers, or the polynomial as text."""
    answer = quantity(name, network_of(size, *layers), value=value, mark=mark, options=options)
    shown = answer if isinstance(answer, tuple) else (answer,)
    shown = tuple(text(p) if p.constant is None else int(p.constant) for p in shown)
    return shown if isinstance(answer, tuple) else shown[0]


HOMEWORK = {
    "3.2.cnn-neurons": ("neurons", CNN, {}, 32 * 32 + 16 * 16 + 16 * 16 + 8 * 8 + 8 * 8),
    "3.2.cnn-neurons with the input": ("neurons", CNN, {"input": "yes"}, 2688),
    "3.2.cnn-parameters": ("parameters", CNN, {}, 3 * 3 + 3 * 3 + 3 * 3),
    "3.2.cnn-parameters with biases": ("parameters", CNN, {"biases": "yes"}, 30),
    "3.2.fcnn-neurons": ("neurons", FCNN, {}, 1664),
    "3.2.fcnn-parameters": ("parameters", FCNN, {}, 1_118_208),
    "3.2.fcnn-parameters with biases": ("parameters", FCNN, {"biases": "yes"}, 1_119_552),
}


@pytest.mark.parametrize(("name", "layers", "options", "expected"), HOMEWORK.values(), ids=HOMEWORK.keys())
def test_homework_2_part_3_2(name, layers, options, expected):
    assert of(name, "1 x 32 x 32", *layers, **options) == expected


def five(*layers):
    return tuple(layer.replace("3x3, padding 1", "5x5, padding 2") for layer in layers)


def test_homework_2_part_3_3():
    cnn = (*five(CONV), POOL, five(CONV)[0] + ", as conv2", POOL, *five(CONV))
    assert of("receptive_field", "1 x 32 x 32", *cnn, mark="maxpool1") == 6
    assert of("receptive_field", "1 x 32 x 32", *cnn, mark="conv2") == 14
    assert of("receptive_field", "1 x 32 x 32", *cnn) == 6 + 4 * 2 + 2 + 4 * 4


MUTATIONS = {
    "another kernel": (("conv 7x7, padding 3, bias no", POOL, CONV, POOL, CONV), 1664, 49 + 18, 18 + 4),
    "another stride": (("conv 3x3, padding 1, stride 2, bias no", POOL, CONV, POOL, CONV), 256 + 64 + 64 + 16 + 16, 27, 33),
    "an extra layer": ((*CNN, CONV), 1664 + 64, 36, 18 + 8),
    "no padding": (("conv 3x3, bias no", POOL, CONV, POOL, CONV), 900 + 225 + 225 + 49 + 49, 27, 18),
    "a layer less": (CNN[:-1], 1664 - 64, 18, 10),
}


@pytest.mark.parametrize(("layers", "neurons", "parameters", "field"), MUTATIONS.values(), ids=MUTATIONS.keys())
def test_mutations_of_the_homework_network(layers, neurons, parameters, field):
    found = tuple(of(name, "1 x 32 x 32", *layers) for name in ("neurons", "parameters", "receptive_field"))
    assert found == (neurons, parameters, field)
    assert found != tuple(of(name, "1 x 32 x 32", *CNN) for name in ("neurons", "parameters", "receptive_field"))


K, S, N = scalar("k"), scalar("s"), scalar("n")


def field(*layers, mark=None):
    return quantity("receptive_field", network_of("1 x n x n", *layers), value=value, mark=mark)


def test_each_further_layer_adds_kernel_minus_one_times_the_jump():
    """3.3.depends: the difference is (k-1)·s, positive for k ≥ 2; and the stride of the last layer does not matter."""
    before, after = field("conv 5x5, stride s"), field("conv 5x5, stride s", "conv kxk")
    assert after - before == product(K - number(1), S)
    assert field("conv 5x5", "conv kxk, stride 7") == field("conv 5x5", "conv kxk") == K + number(4)
    assert field("conv 5x5, stride s", "conv kxk") != field("conv 5x5", "conv kxk")


def test_the_stride_of_a_layer_that_is_followed_by_one_enlarges_the_field():
    wider = field("conv kxk, stride s", "conv 2x2") - field("conv kxk", "conv 2x2")
    assert wider == S - number(1)


def test_a_dilated_kernel_spans_dilation_times_kernel_minus_one():
    assert of("receptive_field", "1 x 64 x 64", "conv 3x3, dilation 4") == 9
    assert field("conv kxk, dilation d") == product(scalar("d"), K - number(1)) + number(1)
    wavenet = [f"conv 2x2, dilation {2**i}" for i in range(10)]
    assert of("receptive_field", "1 x 2000 x 2000", *wavenet) == 1024


def test_height_and_width_may_differ():
    assert of("receptive_field", "1 x 9 x 9", "conv 1x3") == (1, 3)
    assert of("output_shape", "1 x 9 x 9", "conv 1x3, out 2", "maxpool 3x1, stride 3x2") == (2, 3, 4)
    assert of("stride", "1 x 9 x 9", "maxpool 3x1, stride 3x2") == (3, 2)


def test_a_pair_may_be_written_as_a_tuple():
    kernel = Binding("kernel", Term("tuple", (num(1), num(3))), "(1, 3)")
    network = Network("net", (), (num(1), num(9), num(9)), (Layer("conv", (kernel,)),))
    assert [p.constant for p in quantity("receptive_field", network, value=value)] == [1, 3]
    both = Network("net", (), (num(1), num(9), num(9)), (Layer("conv", (Binding("kernel", num(5), "5"),)),))
    assert quantity("receptive_field", both, value=value).constant == 5


def test_a_block_has_a_receptive_field_and_a_stride_and_nothing_else():
    layers = ("block 7, stride 4, as stem", "conv 3x3, out 3, as after")
    assert of("receptive_field", "3 x 64 x 64", *layers) == 7 + 2 * 4
    assert of("stride", "3 x 64 x 64", *layers) == 4
    with pytest.raises(NotDecided, match="block `stem` only the receptive field and the stride"):
        of("parameters", "3 x 64 x 64", *layers)
    with pytest.raises(NotDecided, match="`stem`"):
        of("output_shape", "3 x 64 x 64", *layers)
    with pytest.raises(NotDecided, match="`stem`"):
        of("receptive_field", "3 x 64 x 64", *layers, "dense 10")


WHOLE = {
    "all of it": (("conv 3x3, padding 1", "dense 10"), "1 x 9 x 9", 9),
    "after pooling": (("conv 3x3, padding 1", "maxpool 2x2", "flatten", "dense 10"), "1 x 8 x 8", 8),
    "a pooling that leaves out the last row": (("maxpool 2x2", "dense 10"), "1 x 9 x 9", 8),
    "padding at a later layer does not bring it back": (("conv 1x1, stride 2", "conv 3x3, padding 1", "dense 1"), "1 x 4 x 4", 3),
    "dilation leaves gaps": (("conv 2x2, dilation 2, padding 1", "conv 2x2, dilation 2", "dense 1"), "1 x 3 x 3", 1),
    "pooling everything": (("conv 3x3", "globalpool"), "1 x 9 x 9", 9),
    "layers after it see no more": (("dense same", "maxpool 2x2", "dense same"), "1 x 8 x 8", 8),
    "a vector": (("dense 3", "dense 4"), "5", 5),
    "symbolic sizes where no stride leaves anything out": (("conv kxk", "dense 4"), "1 x n x n", "n"),
}


@pytest.mark.parametrize(("layers", "size", "expected"), WHOLE.values(), ids=WHOLE.keys())
def test_the_field_of_a_neuron_that_takes_in_a_whole_layer(layers, size, expected):
    assert of("receptive_field", size, *layers) == expected


def seen(position, windows, sizes):
    """The inputs that the neuron at `position` is connected to, by following every single connection backwards.

    sizes: how many neurons there are before each window; None for a line without borders.
    """
    found = {position}
    for (k, s, p, d), n in zip(reversed(windows), reversed(sizes or [None] * len(windows)), strict=True):
        found = {i * s - p + a * d for i in found for a in range(k)}
        if n is not None:
            found = {i for i in found if 0 <= i < n}
    return found


def span(found):
    return max(found) - min(found) + 1


@pytest.mark.parametrize("seed", range(150))
def test_fields_against_every_single_connection(seed):
    chance = random.Random(seed)
    n = chance.randint(30, 45)
    windows, sizes, size = [], [], n
    for _ in range(chance.randint(1, 4)):
        k, s, p, d = chance.randint(1, 4), chance.randint(1, 3), chance.randint(0, 2), chance.randint(1, 2)
        if size + 2 * p < d * (k - 1) + 1:
            break
        windows.append((k, s, p, d))
        sizes.append(size)
        size = len([i for i in range(-p, size + p, s) if i + d * (k - 1) < size + p])
    layers = [f"conv {k}x{k}, stride {s}, padding {p}, dilation {d}" for k, s, p, d in windows]
    shape = f"1 x {n} x {n}"
    assert of("output_shape", shape, *layers) == (1, size, size)
    field = seen(0, windows, None)
    assert of("receptive_field", shape, *layers) == span(field)
    assert of("effective_padding", shape, *layers) == -min(field)
    assert of("stride", shape, *layers) == min(seen(1, windows, None)) - min(field)
    union = set().union(*(seen(i, windows, sizes) for i in range(size)))
    assert of("receptive_field", shape, *layers, "dense 3") == (span(union) if union else 0)


def test_after_a_whole_layer_there_is_no_stride():
    with pytest.raises(NotDecided, match="sees the whole input"):
        of("stride", "1 x 8 x 8", "dense 10")
    with pytest.raises(NotDecided, match=r"the size after `conv1` is floor\(\(n - 3\) / 2\) \+ 1"):
        of("receptive_field", "1 x n x n", "conv 3x3, stride 2", "dense 10")
    with pytest.raises(NotDecided, match="more than 1000000 connections"):
        of("receptive_field", "1 x 2000000 x 2000000", "maxpool 2x2", "dense 10")
    with pytest.raises(NotDecided, match="strides leave out inputs"):
        of("receptive_field", "1 x 4 n x 4 n", "maxpool 2x2", "dense 10")


SIZES = {
    "floor": ("1 x 7 x 8", ("maxpool 2x2",), (1, 3, 4)),
    "padding 1 keeps the size": ("1 x 5 x 5", ("conv 3x3, padding 1",), (1, 5, 5)),
    "same keeps the size": ("1 x 5 x 5", ("conv 4x4, padding same",), (1, 5, 5)),
    "same with a stride rounds up": ("1 x 7 x 7", ("conv 3x3, stride 2, padding same",), (1, 4, 4)),
    "valid": ("1 x 7 x 7", ("conv 3x3, padding valid",), (1, 5, 5)),
    "dilation": ("1 x 9 x 9", ("conv 3x3, dilation 3",), (1, 3, 3)),
    "symbolic, stride 1": ("1 x n x n", ("conv kxk, padding p",), (1, "n + 2 p - k + 1", "n + 2 p - k + 1")),
    "symbolic, same": ("1 x n x n", ("conv kxk, out m, padding same",), ("m", "n", "n")),
    "symbolic, but the stride divides": ("1 x 4 n x 4 n", ("maxpool 2x2",), (1, "2 n", "2 n")),
    "symbolic, and the remainder is known": ("1 x 2 n + 1 x 2 n", ("maxpool 2x2",), (1, "n", "n")),
    "symbolic stride": ("1 x s m x s m", ("maxpool sxs",), (1, "m", "m")),
    "a transposed convolution": ("3 x 5 x 5", ("deconv 4x4, out 2, stride 2, padding 1",), (2, 10, 10)),
    "a transposed convolution, same": ("3 x 5 x 5", ("deconv 3x3, out 2, stride 2, padding same",), (2, 10, 10)),
    "global pooling": ("3 x 5 x 7", ("globalpool",), (3, 1, 1)),
    "flatten": ("3 x 5 x 7", ("flatten",), (105,)),
    "a sequence": ("20", ("embedding, vocabulary 1000, features 16", "lstm 8", "dense 3"), (3, 20)),
    "no layers": ("3 x 5 x 7", (), (3, 5, 7)),
}


@pytest.mark.parametrize(("size", "layers", "expected"), SIZES.values(), ids=SIZES.keys())
def test_the_shape_after_the_layers(size, layers, expected):
    shape = quantity("output_shape", network_of(size, *layers), value=value)
    wanted = [e if isinstance(e, int) else e.split(" ") for e in expected]
    shown = [int(p.constant) if p.constant is not None else text(p).split(" ") for p in shape]
    assert [sorted(map(str, s)) if isinstance(s, list) else s for s in shown] == [
        sorted(w) if isinstance(w, list) else w for w in wanted
    ]


UNDECIDED = {
    "the floor of a symbolic size": ("output_shape", "1 x n x n", ("maxpool 2x2",), r"floor\(\(n - 2\) / 2\) \+ 1"),
    "a symbolic stride": ("neurons", "1 x 9 x 9", ("conv 3x3, stride s",), r"/ s\) \+ 1, and whether"),
    "no number of output channels": ("parameters", "3 x 9 x 9", ("conv 3x3",), "how many channels come out"),
    "groups of symbolic channels": ("parameters", "c x 9 x 9", ("conv 3x3, out 4, groups 2",), "2 groups divide c channels"),
    "a field across a transposed convolution": ("receptive_field", "1 x 9 x 9", ("deconv 3x3",), "not worked out"),
    "a field across time": ("receptive_field", "9", ("rnn 3",), "as many inputs as there were steps"),
    "forward memory of symbolic sizes": ("memory", "1 x n x n", ("conv 3x3", "conv 3x3"), "needs the most memory"),
    "the padding of same": ("effective_padding", "1 x n x n", ("conv 3x3, stride 2, padding same",), "depends on the size"),
}


@pytest.mark.parametrize(("name", "size", "layers", "reason"), UNDECIDED.values(), ids=UNDECIDED.keys())
def test_what_the_network_does_not_determine_is_not_guessed(name, size, layers, reason):
    options = {"mode": "forward"} if name == "memory" else {}
    with pytest.raises(NotDecided, match=reason):
        of(name, size, *layers, **options)


def test_a_floor_needs_integers():
    """2r with r real leaves no remainder only by luck, so it is not assumed."""
    real, whole = letter(Letter("r"), ONE, ONE), letter(Letter("r", integer=True), ONE, ONE)
    assert floor_quotient(real.times(2), number(2)) is None
    assert floor_quotient(whole.times(2) + number(3), number(2)) == whole + number(1)
    assert floor_quotient(whole.times(2) - number(3), number(2)) == whole - number(2)
    assert floor_quotient(whole.times(3), number(2)) is None
    assert floor_quotient(number(-3), number(2)) == number(-2)
    assert floor_quotient(number(3), whole) is None
    assert floor_quotient(whole, whole + number(1)) is None


COUNTS = {
    "weights and biases": ("parameters", "3 x 9 x 9", ("conv 3x5, out 4",), {}, 3 * 5 * 3 * 4 + 4),
    "without biases": ("parameters", "3 x 9 x 9", ("conv 3x5, out 4",), {"biases": "no"}, 3 * 5 * 3 * 4),
    "groups": ("parameters", "6 x 9 x 9", ("conv 3x3, out 4, groups 2, bias no",), {}, 9 * 3 * 4),
    "depthwise": ("parameters", "6 x 9 x 9", ("depthwise 3x3, bias no",), {}, 54),
    "groups as many as symbolic channels": ("parameters", "c x 9 x 9", ("conv 3x3, out c, groups c, bias no",), {}, "9 c"),
    "a transposed convolution": ("parameters", "6 x 9 x 9", ("deconv 3x3, out 4",), {}, 9 * 24 + 4),
    "dense": ("parameters", "10", ("dense 5",), {}, 55),
    "dense on an image": ("parameters", "2 x 3 x 3", ("dense 5, bias no",), {}, 90),
    "dense along a sequence": ("parameters", "7 x 20", ("dense 5",), {}, 40),
    "batch normalisation": ("parameters", "6 x 9 x 9", ("batchnorm",), {}, 12),
    "without scale and shift": ("parameters", "6 x 9 x 9", ("batchnorm, affine no",), {}, 0),
    "layer normalisation": ("parameters", "768", ("layernorm",), {}, 1536),
    "layer normalisation of an image": ("parameters", "2 x 3 x 4", ("layernorm",), {}, 48),
    "an embedding": ("parameters", "20", ("embedding, vocabulary 100, features 8",), {}, 800),
    "an LSTM with one bias vector (Keras)": ("parameters", "10", ("lstm 50",), {}, 4 * 50 * 61),
    "an LSTM with two (PyTorch)": ("parameters", "10", ("lstm 50, bias 2",), {}, 4 * 50 * 62),
    "a GRU without": ("parameters", "10", ("gru 50, bias no",), {}, 3 * 50 * 60),
    "a plain recurrent layer": ("parameters", "10 x 7", ("rnn 50",), {}, 50 * 61),
    "symbolic": ("parameters", "m x n x n", ("conv kxk, out m",), {}, "m^2 k^2 + m"),
    "biases as if declared": ("parameters", "10", ("dense 5, bias no",), {"biases": "yes"}, 55),
    "two bias vectors stay two": ("parameters", "10", ("lstm 50, bias 2",), {"biases": "yes"}, 12400),
    "an elementwise layer works in place": ("memory", "9", ("relu", "dense 2"), {"mode": "forward"}, 11),
    "even where it is the largest": ("memory", "9", ("relu", "dropout"), {"mode": "forward"}, 9),
    "elementwise layers are not counted": ("neurons", "10", ("dense 5", "relu", "dropout", "dense 2", "softmax"), {}, 7),
    "unless asked for": ("neurons", "10", ("dense 5", "relu", "dense 2", "softmax"), {"of": "layers"}, 14),
    "one marked layer": ("neurons", "10", ("dense 5, as hidden", "dense 2"), {"of": "hidden"}, 5),
    "one kind of layer": ("neurons", "1 x 8 x 8", ("conv 3x3, padding 1", "maxpool 2x2"), {"of": "conv"}, 64),
    "with the input": ("neurons", "10", ("dense 5",), {"input": number(1)}, 15),
    "multiply-adds": ("macs", "3 x 8 x 8", ("conv 3x3, out 4, padding 1", "relu", "maxpool 2x2"), {}, 9 * 12 * 64),
    "multiply-adds of a strided convolution": ("macs", "1 x 9 x 9", ("conv 3x3, stride 2",), {}, 9 * 16),
    "multiply-adds of a transposed convolution": ("macs", "2 x 5 x 5", ("deconv 4x4, out 3, stride 2",), {}, 96 * 25),
    "multiply-adds along a sequence": ("macs", "10 x 7", ("lstm 5, bias 2", "dense 2"), {}, 7 * (4 * 5 * 15 + 10)),
    "a look-up multiplies nothing": ("macs", "20", ("embedding, vocabulary 100, features 8",), {}, 0),
    "memory for going back": ("memory", "10", ("dense 5", "relu", "dense 2"), {}, 10 + 5 + 5 + 2),
    "memory forward": ("memory", "10", ("dense 5", "relu", "dense 2"), {"mode": "forward"}, 15),
    "memory of nothing": ("memory", "10", (), {"mode": "forward"}, 10),
    "memory of one symbolic layer": ("memory", "n", ("dense 5",), {"mode": "forward"}, "n + 5"),
    "flattening stores nothing": ("memory", "1 x 2 x 2", ("flatten",), {}, 4),
}


@pytest.mark.parametrize(("name", "size", "layers", "options", "expected"), COUNTS.values(), ids=COUNTS.keys())
def test_counts(name, size, layers, options, expected):
    found = of(name, size, *layers, **options)
    assert sorted(str(found).replace("k^2 m^2", "m^2 k^2").split()) == sorted(str(expected).split())


def test_a_mark_asks_for_the_count_of_that_layer():
    layers = ("dense 5, as hidden", "relu, as bend", "dense 2")
    assert of("parameters", "10", *layers, mark="hidden") == 55
    assert of("parameters", "10", *layers, mark="dense2") == 12
    assert of("neurons", "10", *layers, mark="bend") == 5
    assert of("macs", "10", *layers, mark="hidden") == 50
    assert of("memory", "10", *layers, mark="hidden") == 5
    assert of("output_shape", "10", *layers, mark="bend") == (5,)


def test_a_mark_beats_the_name_that_another_layer_would_have():
    layers = ("dense 5, as dense2", "dense 3", "dense 2")
    assert of("neurons", "10", *layers, mark="dense2") == 5
    assert of("neurons", "10", *layers, mark="dense3") == 2
    assert of("neurons", "10", "dense 5", "dense 3, as dense1", mark="dense1") == 3


BAD = {
    "an unknown layer": (("conv2d 3x3",), {}, "unknown-layer", "`conv2d` is not a layer; did you mean `conv`?"),
    "an unknown setting": (("conv 3x3, striide 2",), {}, "unknown-setting", "no setting `striide`; did you mean `stride`?"),
    "a setting that it cannot have": (("relu, out 3",), {}, "unknown-setting", "`relu` has no setting `out`"),
    "a setting given twice": (("conv 3x3, out 2, out 3",), {}, "unknown-setting", "`out` is given twice"),
    "no kernel": (("conv",), {}, "missing-setting", "`conv1`: `conv` needs `kernel`"),
    "half a kernel": (("conv, kernel_height 3",), {}, "missing-setting", "`kernel` needs a height and a width"),
    "no features": (("dense",), {}, "missing-setting", "`dense` needs `features`"),
    "stride 0": (("conv 3x3, stride 0",), {}, "not-a-size", "`conv1`: `stride 0` must be an integer of at least 1"),
    "a broken kernel": (("conv 3/2x3",), {}, "not-a-size", "must be an integer of at least 1"),
    "negative padding": (("conv 3x3, padding -1",), {}, "not-a-size", "`padding -1` must be an integer of at least 0"),
    "a bias that is neither": (("conv 3x3, bias 2",), {}, "not-a-size", "`bias` is `yes` or `no`"),
    "a bias that is a letter": (("rnn 3, bias b",), {"size": "4"}, "not-a-size", "`bias b` must be `yes`, `no` or a number"),
    "a pool larger than its input": (("maxpool 3x3", "maxpool 4x4"), {}, "window-too-large", "window of 4 does not fit into 3"),
    "a padded kernel": (("conv 13x13, padding 1",), {}, "window-too-large", "13 does not fit into 9 with padding 1"),
    "a cropped transposition": (("deconv 3x3, padding 9",), {}, "window-too-large", "leaves nothing, the size would be -7"),
    "groups that do not divide": (("conv 3x3, out 4, groups 3",), {}, "channel-mismatch", "3 groups do not divide the 1 "),
    "groups on the way out": (("conv 3x3, out 3, groups 2",), {"size": "2 x 9 x 9"}, "channel-mismatch", "channels that go out"),
    "a convolution of a vector": (("flatten", "conv 3x3"), {}, "shape-mismatch", "gets 81 features"),
    "recurrence over an image": (("lstm 3",), {}, "shape-mismatch", "takes features × length, but gets 1×9×9"),
    "an embedding of an image": (("embedding, vocabulary 9, features 3",), {}, "shape-mismatch", "takes a length"),
    "an input of four sizes": ((), {"size": "1 x 1 x 9 x 9"}, "shape-mismatch", "not 4"),
    "an input of size 0": ((), {"size": "0 x 9 x 9"}, "not-a-size", "every size is an integer of at least 1"),
    "an unknown mark": (("conv 3x3, as first",), {"mark": "frist"}, "unknown-mark", "no layer `frist`; did you mean `first`?"),
    "a mark used twice": (("relu, as a", "relu, as a"), {}, "unknown-mark", "two layers of `net` are named `a`"),
    "an unknown quantity": ((), {"name": "weights"}, "unknown-quantity", "`weights` is not a quantity of a network; there is"),
    "an unknown option": ((), {"bias": "no"}, "unknown-option", "no option `bias`; did you mean `biases`?"),
    "an option that is neither": ((), {"biases": "some"}, "unknown-option", "`biases` is `yes` or `no`"),
    "an unknown mode": ((), {"name": "memory", "mode": "foward"}, "unknown-option", "did you mean `forward`?"),
    "an unknown kind of layer": ((), {"name": "neurons", "of": "convv"}, "unknown-option", "did you mean `conv`?"),
    "one layer with the input": (("relu, as a",), {"name": "neurons", "mark": "a", "input": "yes"}, "unknown-option", "neither"),
}


@pytest.mark.parametrize(("layers", "query", "code", "message"), BAD.values(), ids=BAD.keys())
def test_every_refusal_is_in_the_users_words(layers, query, code, message):
    query = {"name": "parameters", "size": "1 x 9 x 9", **query}
    with pytest.raises(NetworkError) as caught:
        of(query.pop("name"), query.pop("size"), *layers, **query)
    assert caught.value.code == code
    assert message in caught.value.message


def test_an_error_points_at_the_setting():
    text = "conv 3x3, out 2, stride 0"
    with pytest.raises(NetworkError) as caught:
        of("parameters", "1 x 9 x 9", text)
    assert (caught.value.span.start, caught.value.span.end) == (text.rindex("0"), len(text))


def test_the_table_has_a_row_for_each_layer():
    rows = layer_table(network_of("1 x 32 x 32", *CNN), value)
    assert [str(row) for row in rows] == [
        "conv1: 1×32×32, parameters 9, receptive field 3",
        "maxpool1: 1×16×16, receptive field 4",
        "conv2: 1×16×16, parameters 9, receptive field 8",
        "maxpool2: 1×8×8, receptive field 10",
        "conv3: 1×8×8, parameters 9, receptive field 18",
    ]
    assert sum(int(row.neurons.constant) for row in rows) == 1664


def test_the_table_shows_what_is_not_known_and_why():
    (row,) = layer_table(network_of("1 x n x n", "maxpool 2x2"), value)
    assert str(row) == "maxpool1: ?, receptive field 2"
    assert row.shape is None and row.neurons is None and row.receptive_field is not None
    assert "floor((n - 2) / 2) + 1" in row.why


CONDITIONS = {
    "numbers leave nothing open": ("1 x 9 x 9", ("conv 3x3", "maxpool 2x2"), []),
    "a symbolic input": ("1 x n x n", ("conv 3x3, padding 1",), ["n >= 1"]),
    "a window must fit": ("1 x n x n", ("conv 3x3",), ["n >= 1", "n >= 3"]),
    "symbolic settings": (
        "1 x n x n", ("conv kxk, stride s, padding p",), ["n >= 1", "k >= 1", "s >= 1", "p >= 0", "n + 2 p - k >= 0"],
    ),
    "a transposed convolution must leave something": ("1 x n x n", ("deconv 3x3, padding 2",), ["n >= 1", "n >= 3"]),
    "channels": ("1 x 9 x 9", ("conv 3x3, out m",), ["m >= 1"]),
}  # fmt: skip


@pytest.mark.parametrize(("size", "layers", "expected"), CONDITIONS.values(), ids=CONDITIONS.keys())
def test_the_conditions_under_which_a_symbolic_network_has_a_meaning(size, layers, expected):
    assert [said for said, _ in conditions(network_of(size, *layers), value)] == expected


def test_a_condition_is_the_polynomial_that_must_not_be_negative():
    ((_, first), (_, second)) = conditions(network_of("1 x n x n", "conv 3x3"), value)
    assert (first, second) == (N - number(1), N - number(3))


def test_a_thousand_layers_are_walked_without_recursion():
    assert of("receptive_field", "1 x 9 x 9", *["conv 3x3, padding 1"] * 1000) == 2001


def test_parameters_of_the_network_come_in_through_value():
    network = network_of("1 x n x n", "conv kxk, bias no")
    for k in (1, 3, 5):
        assert quantity("parameters", network, value=lambda t, k=k: value(t, k=k)).constant == k * k


@pytest.mark.parametrize(("p", "expected"), [(number(0), "0"), (number(Fraction(-3)), "-3"), (K.times(2) - N, "2 k - n")])
def test_polynomials_are_shown_as_one_writes_them(p, expected):
    assert text(p) == expected
    assert text(power(K, 2)) == "k^2"


def test_the_words_same_and_yes_are_no_numbers():
    words = (Binding("padding", sym("same"), "same"), Binding("bias", sym("yes"), "yes"))
    layer = Layer("conv", (Binding("kernel", num(3), "3"), *words))
    network = Network("net", (), (num(1), num(5), num(5)), (layer,))
    assert quantity("parameters", network, value=value).constant == 10
