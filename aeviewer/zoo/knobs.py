"""Knobs: hyper-parameters with a default, a help text and bounds, declared once.

The form in the window, the options of the command line, the checkpoint's header and the text of
the errors are all made from them.
"""

import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from aeviewer.errors import UserError

Kind = Literal["int", "float", "bool", "choice", "sizes", "classes"]

LAST_CLASS = 9999
_DEMANDS: Mapping[str, str] = {
    "bool": "be true or false",
    "sizes": "be whole numbers from 1 up, separated by commas, such as 512,256",
    "classes": f"be class numbers from 0 to {LAST_CLASS}, separated by commas, such as 3,5",
}


class Knobs(BaseModel):
    """A frozen set of knobs; a subclass declares each with `knob`."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @classmethod
    def make(cls, owner: str, values: Mapping[str, object]) -> Self:
        """Build from untrusted values, given as numbers or as text.

        Raises:
            UserError: a value is unknown, unreadable or out of its bounds.
        """
        try:
            return cls.model_validate(dict(values))
        except ValidationError as error:
            raise UserError(cls.sentence(owner, error)) from None

    @classmethod
    def sentence(cls, owner: str, error: ValidationError) -> str:
        """Say the first fault of a validation in one sentence: value, bound, what to do."""
        fault = error.errors()[0]
        name = str(fault["loc"][0]) if fault["loc"] else ""
        known = {knob.name: knob for knob in cls.knobs()}
        if name not in known:
            return f"{owner} has no knob {name!r}; it has: {', '.join(known)}"
        return f"{owner}.{name} is {_shown(fault['input'])}; it must {known[name].demand}"

    @classmethod
    def knobs(cls) -> "tuple[Knob, ...]":
        """List the declared knobs, in their order."""
        return tuple(Knob.of(name, field) for name, field in cls.model_fields.items())


@dataclass(frozen=True)
class Knob:
    """One knob, described for a form, a command line or a sentence."""

    name: str
    kind: Kind
    default: Any
    help: str
    low: float | None = None
    high: float | None = None
    above: float | None = None
    choices: tuple[str, ...] = ()
    log: bool = False
    """The slider moves by factors, not by steps."""
    rare: bool = False
    """Shown under "More"."""
    optional: bool = False
    """None is a value too."""

    @classmethod
    def of(cls, name: str, field: Any) -> Self:
        """Read one declaration (a pydantic FieldInfo)."""
        annotation, optional = _without_none(field.annotation)
        bounds: dict[str, float] = {}
        for rule in field.metadata:
            for key, place in (("ge", "low"), ("le", "high"), ("gt", "above")):
                if (value := getattr(rule, key, None)) is not None:
                    bounds[place] = value
        extra = field.json_schema_extra or {}
        return cls(
            name=name,
            kind=_kind(annotation),
            default=field.default,
            help=field.description or "",
            choices=get_args(annotation) if get_origin(annotation) is Literal else (),
            log=bool(extra.get("log")),
            rare=bool(extra.get("rare")),
            optional=optional,
            **bounds,
        )

    @property
    def demand(self) -> str:
        """What a value must do, as the end of a sentence: "lie in [1, 512]"."""
        if self.kind == "choice":
            return "be one of: " + ", ".join(self.choices)
        if self.kind in _DEMANDS:
            return _DEMANDS[self.kind]
        number = "be a whole number" if self.kind == "int" else "be a number"
        match (self.low, self.above, self.high):
            case (None, None, None):
                return number
            case (None, None, high):
                return f"{number} up to {_number(high)}"
            case (None, above, None):
                return f"{number} above {_number(above)}"
            case (low, None, None):
                return f"{number} from {_number(low)} up"
            case (None, above, high):
                return f"lie in ({_number(above)}, {_number(high)}]"
            case (low, _, high):
                return f"lie in [{_number(low)}, {_number(high)}]"


def knob(
    default: object,
    text: str,
    *,
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
    log: bool = False,
    rare: bool = False,
) -> Any:
    """Declare a knob with its default, its help and its bounds; see `Knob` for the flags."""
    return Field(
        default,
        description=text,
        ge=ge,
        gt=gt,
        le=le,
        json_schema_extra={"log": log, "rare": rare},
        validate_default=True,
    )


def split_sizes(value: object) -> object:
    """Read "512,256" as (512, 256); other values pass."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


ClassNumber = Annotated[int, Field(ge=0, le=LAST_CLASS)]
ClassNumbers = Annotated[tuple[ClassNumber, ...], BeforeValidator(split_sizes)]
"""Some classes of the data; the command line writes them 3,5."""


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if isinstance(annotation, types.UnionType):
        rest = [part for part in get_args(annotation) if part is not types.NoneType]
        return rest[0], True
    return annotation, False


def _kind(annotation: Any) -> Kind:
    match annotation:
        case _ if annotation is bool:
            return "bool"
        case _ if annotation is int:
            return "int"
        case _ if annotation is float:
            return "float"
        case _ if get_origin(annotation) is Literal:
            return "choice"
        case _ if get_origin(annotation) is tuple:
            return "classes" if ClassNumber in get_args(annotation) else "sizes"
    raise TypeError(f"a knob cannot be of type {annotation!r}")


def _number(bound: float | None) -> str:
    assert bound is not None
    return str(int(bound)) if bound == int(bound) else f"{bound:g}"


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "..."
