"""The rules by which evidence makes a center, read from a table and evaluated on columns.

`data/rules.csv` has one row a rule: what it looks at, when it applies (a condition on the facts of
`pipelines.facilities.facts`), what it concludes, with which weight, in which definitions, and why.

Weights of rules on `is_center` are natural logarithms of odds: a rule with weight 2 makes a center e**2 = 7.4
times as likely as before. Every rule that applies to a center counts once. The confidence is

    1 / (1 + exp(-(PRIOR_LOG_ODDS + sum of weights)))

and what has at least `LEAST_CONFIDENCE` is a center. The other conclusions go to the value with the largest sum
of weights, of equal ones to that which the table names first; without any rule they are null. Weights are
judgements, not estimates: no public register says which places infuse, so there is nothing to fit them to.
"""

from __future__ import annotations

import ast
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import pandas as pd

PRIOR_LOG_ODDS = -2.0
"""Of the places that hold a wanted taxonomy code some twelve in a hundred infuse: most are offices of
prescribers and nurse practitioners."""

LEAST_CONFIDENCE = 0.5

CONCLUSIONS = (
    "is_center",
    "site_of_care",
    "therapy_line",
    "supervision",
    "place_of_service",
    "medicare_payable",
)
"""What rules conclude, in the order in which they are evaluated: later ones may look at `site_of_care`."""

LEAST_LINE_WEIGHT = 2.0
"""A therapy line is served when so much speaks for it; where both are, the center serves both."""

RULE_COLUMNS = (
    "rule_id",
    "looks_at",
    "when",
    "concludes",
    "value",
    "weight",
    "definitions",
    "explanation",
)

Fired = npt.NDArray[np.bool_]


@cache
def _table() -> pd.DataFrame:
    with files("pipelines.facilities").joinpath("data/rules.csv").open() as table:
        return pd.read_csv(table, dtype={"weight": "float64"}, keep_default_na=False)


def rule_table() -> pd.DataFrame:
    """Return the rules: `RULE_COLUMNS`, one row each, weight float64."""
    return _table().copy()


def evaluate(facts: pd.DataFrame) -> tuple[pd.DataFrame, Fired]:
    """Apply all rules to all centers.

    Parameters
    ----------
    facts
        One row a center, the columns of `pipelines.facilities.facts.FACTS`; no nulls.

    Returns
    -------
    conclusions : DataFrame
        With the index of `facts`: site_of_care, therapy_line, supervision, place_of_service (text),
        medicare_payable (boolean), null where no rule speaks; `medicare_rule`, the rule that said so.
    fired : bool (c, r)
        Which rule of the table applies to which center.
    """
    rules = rule_table()
    fired = np.zeros((len(facts), len(rules)), dtype=bool)
    known = facts.copy()
    conclusions = pd.DataFrame(index=facts.index)
    for attribute in CONCLUSIONS:
        chosen = np.flatnonzero(rules["concludes"].eq(attribute))
        for number in chosen:
            fired[:, number] = _holds(known, str(rules["when"].iloc[number]))
        if attribute != "is_center":
            some, these = rules.iloc[chosen], fired[:, chosen]
            conclude = _lines if attribute == "therapy_line" else _heaviest
            conclusions[attribute] = conclude(some, these, facts.index)
            known[attribute] = conclusions[attribute].fillna("")
    payable = conclusions["medicare_payable"].map({"yes": True, "no": False}).astype("boolean")
    conclusions["medicare_payable"] = payable
    conclusions["medicare_rule"] = _deciding_rule(rules, fired, payable)
    return conclusions, fired


def confidence(fired: Fired, definition: str) -> npt.NDArray[np.float64]:
    """Return the confidence, 0-1, that each row of `fired` is a center under a definition."""
    rules = _table()
    counted = rules["concludes"].eq("is_center") & rules["definitions"].str.split().map(
        lambda names: definition in names
    )
    weights = rules["weight"].where(counted, 0.0).to_numpy(np.float64)
    chance: npt.NDArray[np.float64] = 1.0 / (1.0 + np.exp(-(PRIOR_LOG_ODDS + fired @ weights)))
    return chance


def _holds(facts: pd.DataFrame, condition: str) -> npt.NDArray[np.bool_]:
    # pandas makes every column that it is given ready for use, and a condition names a few of a hundred.
    named = facts[[column for column in _names(condition) if column in facts]]
    answer: npt.NDArray[np.bool_] = np.asarray(named.eval(condition, engine="python"), dtype=bool)
    return answer


@cache
def _names(condition: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            node.id for node in ast.walk(ast.parse(condition)) if isinstance(node, ast.Name)
        )
    )


def _weights_by_value(
    rules: pd.DataFrame, fired: Fired
) -> tuple[list[str], npt.NDArray[np.float64]]:
    """Return the values in the table's order, and each center's sum of weights for each."""
    values = list(dict.fromkeys(rules["value"]))
    one_hot = np.array([rules["value"].eq(value) for value in values], dtype=np.float64)
    weights = rules["weight"].to_numpy(np.float64)
    return values, fired @ (one_hot * weights).T


def _heaviest(rules: pd.DataFrame, fired: Fired, index: pd.Index) -> pd.Series[str]:
    values, weights = _weights_by_value(rules, fired)
    best = pd.Series(np.array(values, dtype=object)[weights.argmax(axis=1)], index=index)
    return best.where(np.asarray(fired.any(axis=1))).astype("str")


def _lines(rules: pd.DataFrame, fired: Fired, index: pd.Index) -> pd.Series[str]:
    values, weights = _weights_by_value(rules, fired)
    served = weights >= LEAST_LINE_WEIGHT
    only = pd.Series(np.array(values, dtype=object)[served.argmax(axis=1)], index=index)
    return (
        only.mask(np.asarray(served.all(axis=1)), "both")
        .where(np.asarray(served.any(axis=1)))
        .astype("str")
    )


def _deciding_rule(rules: pd.DataFrame, fired: Fired, payable: pd.Series[bool]) -> pd.Series[str]:
    """Return the weightiest rule that said what was concluded of Medicare."""
    said = payable.map({True: "yes", False: "no"}).to_numpy(dtype=object)
    agrees = rules["value"].to_numpy(dtype=object)[None, :] == said[:, None]
    agrees &= fired & rules["concludes"].eq("medicare_payable").to_numpy()
    weight = np.where(agrees, rules["weight"].to_numpy(np.float64), -np.inf)
    names = pd.Series(rules["rule_id"].to_numpy(dtype=object)[weight.argmax(axis=1)])
    names.index = payable.index
    return names.where(agrees.any(axis=1)).astype("str")
