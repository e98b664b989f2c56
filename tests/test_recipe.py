"""Rules: what they are for, which wins, and what is none."""

import json
import sys

import pytest

from caffe_fillers.errors import CaffeFillersError, FillerError
from caffe_fillers.plan.recipe import DEFAULTS, FACTORS, ROLES, FillerRule, Recipe, read_recipe


def chosen(op, role, names, *rules):
    """The text of the rule that wins."""
    return Recipe(tuple(FillerRule.parse(text) for text in rules)).rule(op, role, names).text


def test_every_role_has_a_default():
    """And no default is for anything else."""
    assert [text.partition("=")[0] for text in DEFAULTS] == list(
        dict.fromkeys(text.partition("=")[0] for text in DEFAULTS)
    )
    assert {text.partition("=")[0] for text in DEFAULTS} == ROLES.keys()


@pytest.mark.parametrize(
    ("role", "default"),
    [
        ("weight", "weight=xavier"),
        ("bias", "bias=constant"),
        ("slope", "slope=constant,value=0.25"),
        ("norm_var", "norm_var=constant,value=1"),
    ],
)
def test_defaults(role, default):
    """Xavier weights, zero biases, norms that do nothing, PRelu's quarter."""
    assert chosen("Conv", role, ["w"]) == default


def test_what_an_operator_multiplies_by():
    """All of these, and none of what it adds or keeps count of."""
    assert set(FACTORS) == {"weight", "recurrent", "embedding", "slope", "norm_scale"}
    assert chosen("PRelu", "slope", ["w"], "PRelu=constant,value=0.1") == "PRelu=constant,value=0.1"


@pytest.mark.parametrize("role", ROLES)
def test_an_operators_rule_is_for_what_it_multiplies_by(role):
    """A bias keeps its own rule."""
    assert (chosen("Conv", role, ["w"], "Conv=msra") == "Conv=msra") == (role in FACTORS)


@pytest.mark.parametrize(
    ("pattern", "wins"),
    [
        ("Conv", True),
        ("Conv*", True),
        ("*", True),
        ("weight", True),
        ("Conv.weight", True),
        ("Conv.*", True),
        ("*.weight", True),
        ("name:model/conv1.w", True),
        ("name:*/conv1*", True),
        ("name:conv_node", True),
        ("name:[mn]odel*", True),
        ("conv", False),
        ("Gemm", False),
        ("bias", False),
        ("Conv.bias", False),
        ("name:conv1", False),
        ("name:Conv", False),
        ("model*", False),
    ],
)
def test_patterns(pattern, wins):
    """Operators, roles, both, and names of initializers and nodes."""
    text = f"{pattern}=gaussian"

    assert (chosen("Conv", "weight", ["model/conv1.w", "conv_node"], text) == text) == wins


def test_the_last_match_wins():
    """Whatever kind of pattern it has."""
    rules = ["Conv=msra", "name:a*=gaussian", "weight=uniform"]

    assert chosen("Conv", "weight", ["ab"], *rules) == "weight=uniform"
    assert chosen("Conv", "weight", ["ab"], *rules[:2]) == "name:a*=gaussian"
    assert chosen("Conv", "weight", ["b"], *rules[:2]) == "Conv=msra"
    assert chosen("Gemm", "weight", ["b"], *rules[:2]) == "weight=xavier"


def test_parameters_are_the_fillers():
    """Every field of a filler block, enumerations by name."""
    rule = FillerRule.parse("Conv=gaussian,mean=0.5,std=0.25,sparse=3,variance_norm=AVERAGE")

    assert (rule.filler.type, rule.filler.mean, rule.filler.std) == ("gaussian", 0.5, 0.25)
    assert (rule.filler.sparse, rule.filler.variance_norm) == (3, 2)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not a rule"),
        ("Conv", "is not a rule"),
        ("=msra", "is not a rule"),
        ("Conv=", "is not a rule"),
        ("Conv=msra,", "is not a rule"),
        ("Conv=msra,0.5", "is not a rule"),
        ("Conv=masra", "unknown filler type 'masra'\n  Did you mean 'msra'?"),
        ("Conv=gaussian,sdt=1", "has no field 'sdt'"),
        ("Conv=gaussian,std=wide", "expected a number"),
        ("Conv=msra,variance_norm=FAN", "FAN"),
        ("Conv=gaussian,type=msra", "the type is what follows"),
        ("Conv=keep,value=1", "keep has no parameters"),
        ("Conv=gaussian,std=1 } evil { mean: 2", "filler:"),
    ],
)
def test_what_is_no_rule_is_told(text, words):
    """With the rule, and what would be right."""
    with pytest.raises(CaffeFillersError) as error:
        FillerRule.parse(text)
    assert words in str(error.value)


def test_exclusions():
    """--only names what is filled, --except what is not, and says why."""
    recipe = Recipe((), ("conv*", "fc"), ("*_b",))

    assert recipe.excludes(["conv1", "node"]) == ""
    assert recipe.excludes(["other", "fc"]) == ""
    assert recipe.excludes(["other"]) == "--only names others"
    assert recipe.excludes(["conv1_b"]) == "--except *_b"


TOML = """
rules = ["Conv=msra", "name:x=keep"]
only = ["a*"]
except = ["b", "c"]

[[rule]]
match = "name:*/embed*"
type = "gaussian"
std = 0.02

[[rule]]
match = "Gemm"
type = "msra"
variance_norm = "FAN_OUT"
"""
CONTENT = {
    "rules": ["Conv=msra", "name:x=keep"],
    "only": ["a*"],
    "except": ["b", "c"],
    "rule": [
        {"match": "name:*/embed*", "type": "gaussian", "std": 0.02},
        {"match": "Gemm", "type": "msra", "variance_norm": "FAN_OUT"},
    ],
}


@pytest.mark.parametrize("kind", ["toml", "json"])
def test_files(kind, tmp_path):
    """TOML, and JSON of the same form: words before tables."""
    path = tmp_path / f"recipe.{kind}"
    path.write_text(TOML if kind == "toml" else json.dumps(CONTENT))
    recipe = read_recipe(path)

    assert [rule.text for rule in recipe.rules] == [
        "Conv=msra",
        "name:x=keep",
        "name:*/embed*=gaussian,std=0.02",
        "Gemm=msra,variance_norm=FAN_OUT",
    ]
    assert recipe.rules[2].filler.std == pytest.approx(0.02)
    assert (recipe.only, recipe.excepted) == (("a*",), ("b", "c"))


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.toml", "rules = [", "is no TOML"),
        ("a.json", "{", "is no JSON"),
        ("a.json", "[]", "is not a table of rules"),
        ("a.toml", "rule = 3", "rule is not a list"),
        ("a.toml", "rules = 'Conv=msra'", "rules is not a list of words"),
        ("a.toml", "only = [1]", "only is not a list of words"),
        ("a.toml", "exept = []", "unknown key 'exept'\n  Did you mean 'except'"),
        ("a.toml", "[[rule]]\nmatch = 'Conv'", "rule 1 lacks match or type"),
        ("a.toml", "[[rule]]\nmatch = 'Conv'\ntype = 'msar'", "rule 1 (Conv): unknown filler"),
        ("a.toml", "rules = ['Conv']", "is not a rule"),
    ],
)
def test_broken_files_are_told(name, text, words, tmp_path):
    """With the file's name."""
    path = tmp_path / name
    path.write_text(text)

    with pytest.raises(CaffeFillersError) as error:
        read_recipe(path)
    assert words in str(error.value)
    assert str(path) in str(error.value)


def test_a_missing_file_is_told(tmp_path):
    """As one that is not UTF-8."""
    (tmp_path / "latin.toml").write_bytes(b"only = ['\xe9']")
    for name in ("none.toml", "latin.toml"):
        with pytest.raises(FillerError, match="cannot be read"):
            read_recipe(tmp_path / name)


def test_without_a_reader_of_toml(tmp_path, monkeypatch):
    """Python 3.10 without tomli says what to do, and reads JSON."""
    monkeypatch.setitem(sys.modules, "tomllib", None)
    monkeypatch.setitem(sys.modules, "tomli", None)
    (tmp_path / "a.toml").write_text(TOML)
    (tmp_path / "a.json").write_text(json.dumps(CONTENT))

    with pytest.raises(FillerError) as error:
        read_recipe(tmp_path / "a.toml")
    assert error.value.hint == "Install tomli, or write the recipe as JSON."
    assert len(read_recipe(tmp_path / "a.json").rules) == 4
