"""Networks: canonical labelling against brute force over permutations, contraction against brute-force sums, components."""

from fractions import Fraction
from itertools import permutations
from itertools import product as cartesian
from random import Random

import pytest
from matrix_terms import LETTERS, SHAPES, D, N, normal_form, random_model, random_term

from symcheck.kernel.evaluation import Model, evaluate
from symcheck.kernel.network import EMPTY, Letter, Network, ShapeError, beside, canonical, components, merge
from symcheck.kernel.polynomial import Monomial, Polynomial, assemble, ones, size_number
from symcheck.language.sizes import ONE, Size

P, Q, SYM, VEC = Letter("P", (N, N)), Letter("Q", (N, N)), Letter("SYM", (N, N), symmetric=True), Letter("VEC", (N,))


def random_network(random, *, most=5, letters=(P, SYM, VEC), free=1):
    count = random.randint(max(free, 1), most)
    nodes = []
    for _ in range(random.randint(1, 5)):
        x = random.choice(letters)
        nodes.append((x, tuple(random.randrange(count) for _ in x.legs)))
    return Network(tuple(nodes), (N,) * count, tuple(random.randrange(count) for _ in range(random.randint(0, free))))


def relabelled(network, random):
    """The same network: classes renamed, nodes in another order, legs of symmetric letters exchanged."""
    name = list(range(len(network.sizes)))
    random.shuffle(name)
    nodes = []
    for x, legs in network.nodes:
        named = tuple(name[c] for c in legs)
        nodes.append((x, named[::-1] if x.symmetric and random.random() < 0.5 else named))
    random.shuffle(nodes)
    sizes = tuple(network.sizes[name.index(k)] for k in range(len(name)))
    return Network(tuple(nodes), sizes, tuple(name[c] for c in network.free))


def isomorphic(a, b):
    """By trying every renaming."""
    if len(a.sizes) != len(b.sizes) or len(a.nodes) != len(b.nodes):
        return False

    def plain(nodes):
        return sorted((x, tuple(sorted(legs)) if x.symmetric else legs) for x, legs in nodes)

    target = plain(b.nodes)
    for name in permutations(range(len(a.sizes))):
        if tuple(name[c] for c in a.free) != b.free:
            continue
        if any(a.sizes[c] != b.sizes[name[c]] for c in range(len(name))):
            continue
        if plain((x, tuple(name[c] for c in legs)) for x, legs in a.nodes) == target:
            return True
    return False


@pytest.mark.parametrize("seed", range(200))
def test_the_canonical_form_is_that_of_every_relabelling(seed):
    random = Random(seed)
    network = random_network(random, most=7, free=2)
    forms = {canonical(relabelled(network, random)) for _ in range(6)}
    assert forms == {canonical(network)}
    assert isomorphic(network, canonical(network))


def test_canonical_forms_are_equal_exactly_for_isomorphic_networks():
    random = Random(7)
    networks = [random_network(random, most=4, letters=(P, SYM)) for _ in range(160)]
    equal = unequal = 0
    for i, p in enumerate(networks):
        for q in networks[:i]:
            assert (canonical(p) == canonical(q)) == isomorphic(p, q)
            equal += canonical(p) == canonical(q)
            unequal += canonical(p) != canonical(q)
    assert equal > 20 and unequal > 1000


REGULAR = {
    "a ring of six and two rings of three": (
        [(i, (i + 1) % 6) for i in range(6)], [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3)],
    ),
    "a prism and the complete bipartite graph on six": (
        [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (0, 3), (1, 4), (2, 5)],
        [(i, j) for i in range(3) for j in range(3, 6)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("first", "second"), REGULAR.values(), ids=REGULAR.keys())
def test_regular_graphs_that_colours_cannot_tell_apart(first, second):
    """Refinement by colours sees no difference in either: individualisation has to."""
    p, q = (Network(tuple((SYM, edge) for edge in edges), (N,) * 6, ()) for edges in (first, second))
    assert canonical(p) != canonical(q)
    random = Random(3)
    assert {canonical(relabelled(p, random)) for _ in range(20)} == {canonical(p)}
    assert {canonical(relabelled(q, random)) for _ in range(20)} == {canonical(q)}


def test_many_symmetries_need_little_work():
    """Thirty equal branches have 30! labellings; automorphisms found on the way leave one of each kind to try."""
    star = Network(tuple((P, (0, k + 1)) for k in range(30)), (N,) * 31, (0,))
    branches = Network(tuple(x for k in range(8) for x in ((P, (0, 2 * k + 1)), (Q, (2 * k + 1, 2 * k + 2)))), (N,) * 17, (0,))
    random = Random(0)
    assert canonical(relabelled(star, random)) == canonical(star)
    assert canonical(relabelled(branches, random)) == canonical(branches)


def test_two_classes_of_different_sizes_are_not_exchanged():
    p = Network((), (N, D), (0, 1))
    q = Network((), (D, N), (1, 0))
    assert canonical(p) == canonical(q)
    assert canonical(p) != canonical(Network((), (N, D), (1, 0)))


def brute_force(p, model):
    """The value of a polynomial by its meaning: for every free index, the sum over all values of all other classes."""

    def value(network, index):
        dims = [s.at(model.sizes) for s in network.sizes]
        total = Fraction(0)
        for at in cartesian(*(range(k) for k in dims)):
            if tuple(at[c] for c in network.free) != index:
                continue
            term = Fraction(1)
            for x, legs in network.nodes:
                if x.name.startswith("#"):
                    term *= model.sizes[x.name[1:]]
                    continue
                entry = model.values[x.name]
                rows, _ = SHAPES[x.name]
                if len(legs) == 2:
                    term *= entry[at[legs[0]]][at[legs[1]]]
                elif len(legs) == 1:
                    term *= entry[at[legs[0]]][0] if rows != ONE else entry[0][at[legs[0]]]
                else:
                    term *= entry[0][0]
            total += term
        return total

    rows, cols = p.rows.at(model.sizes), p.cols.at(model.sizes)
    out = [[Fraction(0)] * cols for _ in range(rows)]
    for m, c in p.terms.items():
        for f, e in m.factors:
            c *= value(f, ()) ** e
        for i, j in cartesian(range(rows), range(cols)):
            index = tuple(k for k, s in ((i, p.rows), (j, p.cols)) if s != ONE)
            out[i][j] += c * value(m.open, index)
    return tuple(tuple(row) for row in out)


@pytest.mark.parametrize("seed", range(40))
def test_contraction_is_the_sum_over_all_indices(seed):
    random = Random(seed)
    p = normal_form(random_term(random.choice([(ONE, ONE), (N, N), (N, D), (D, ONE)]), random, 3))
    kept = dict(list(p.terms.items())[:4])
    p = Polynomial(p.rows, p.cols, {m: c for m, c in kept.items() if all(len(f.sizes) <= 7 for f, _ in m.factors)})
    model = random_model({"n": 2, "d": 3 - seed % 3}, random)
    assert evaluate(p, model) == brute_force(p, model)


def test_zero_entries_and_negative_exponents_are_evaluated():
    x = Network(((LETTERS["a"], ()),), (), ())
    inverse = assemble(ONE, ONE, [(Fraction(3), ((x, -2),), EMPTY)])
    values = {"a": ((Fraction(2),),)}
    assert evaluate(inverse, Model({}, values)) == ((Fraction(3, 4),),)
    with pytest.raises(ZeroDivisionError):
        evaluate(inverse, Model({}, {"a": ((Fraction(0),),)}))
    zero_times = assemble(ONE, ONE, [(Fraction(1), ((x, -1), (Network(((LETTERS["b"], ()),), (), ()), 1)), EMPTY)])
    with pytest.raises(ZeroDivisionError):
        evaluate(zero_times, Model({}, {"a": ((Fraction(0),),), "b": ((Fraction(0),),)}))


def test_components_keep_every_node_once_and_the_open_part_last():
    network = Network(((P, (0, 1)), (VEC, (2,)), (VEC, (2,)), (P, (3, 3)), (LETTERS["a"], ())), (N,) * 5, (0,))
    *closed, opened = components(network)
    assert sorted(len(part.nodes) for part in closed) == [0, 1, 1, 2]
    assert opened == Network(((P, (0, 1)),), (N, N), (0,))
    assert all(part.free == () for part in closed)


def test_merging_classes_of_different_sizes_is_refused():
    pair = beside(Network((), (N,), (0,)), Network((), (D,), (0,)), (0, 1))
    with pytest.raises(ShapeError, match="joined"):
        merge(pair, [(0, 1)], (0,))
    same = beside(Network((), (N,), (0,)), Network((), (N,), (0,)), (0, 1))
    assert merge(same, [(0, 1)], (0, 1)) == Network((), (N,), (0, 0))


def test_compound_sizes_expand_where_they_are_summed_over():
    size = N * D + Size.of(2)
    total = assemble(ONE, ONE, [(Fraction(1), (), Network((), (size,), ()))])
    assert total == size_number(size)
    assert evaluate(ones(size, ONE), Model({"n": 1, "d": 2}, {})) == ((Fraction(1),),) * 4


MISFITS = {
    "a node with a leg too many": Network(((VEC, (0, 0)),), (N,), ()),
    "a node with a leg too few": Network(((P, (0,)),), (N,), ()),
    "a leg in a class that does not exist": Network(((VEC, (1,)),), (N,), ()),
    "a leg in a class of another size": Network(((VEC, (0,)),), (D,), ()),
    "a free leg where none is wanted": Network(((VEC, (0,)),), (N,), (0,)),
    "a free leg counted from the end": Network(((VEC, (0,)),), (N,), (-1,)),
}


@pytest.mark.parametrize("network", MISFITS.values(), ids=MISFITS.keys())
def test_networks_from_outside_that_do_not_fit_are_refused(network):
    with pytest.raises(ShapeError):
        assemble(ONE, ONE, [(Fraction(1), (), network)])


def test_a_free_leg_from_the_end_is_refused_where_a_leg_is_wanted_too():
    with pytest.raises(ShapeError):
        assemble(N, ONE, [(Fraction(1), (), Network(((VEC, (0,)),), (N,), (-1,)))])


def test_negative_exponents_from_outside_stand_on_single_factors_only():
    with pytest.raises(ShapeError, match="one factor"):
        assemble(ONE, ONE, [(Fraction(1), ((Network((), (N + D,), ()), -1),), EMPTY)])
    assert assemble(ONE, ONE, [(Fraction(1), ((Network((), (N,), ()), -1),), EMPTY)]).terms != {}


def test_equal_terms_are_collected_and_zeros_dropped():
    p = Network(((P, (0, 1)),), (N, N), (0, 1))
    q = Network(((P, (1, 0)),), (N, N), (1, 0))
    total = assemble(N, N, [(Fraction(1), (), p), (Fraction(2), (), q), (Fraction(-3), (), p)])
    assert total.is_zero
    assert assemble(N, N, [(Fraction(1), (), p)]).terms == {Monomial((), canonical(p)): Fraction(1)}
