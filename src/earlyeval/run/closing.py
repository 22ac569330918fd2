"""The last part of a page: which methods were used, what protects the people, and what the report was made with."""

from earlyeval import __version__
from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.protect.gate import Released
from earlyeval.registry.profiles import Profile
from earlyeval.run.plan import Job
from earlyeval.study import Study

# The packages whose versions can change a number or a picture; the manifest lists all of them.
NAMED_PACKAGES = (
    "numpy",
    "pandas",
    "scipy",
    "statsmodels",
    "pingouin",
    "matplotlib",
    "seaborn",
    "papermill",
    "nbconvert",
)
HASH_CHARACTERS = 12


def closing_words(job: Job, study: Study, released: Released) -> dict[str, list[str]]:
    """Return heading to lines: methods, disclosure rules, versions, and the command that makes the report again."""
    return {
        "Methods used": methods_used(released),
        "What protects the people": protection_words(study.profile, level=study.level),
        "What it was made with": versions(job, study),
    }


def methods_used(released: Released) -> list[str]:
    """Return each quantity of the report with the method behind it, once, in the order of the notebooks."""
    rows = released.rows
    named = rows[(rows["method"] != "") & rows["estimable"]]
    kinds = [ESTIMANDS[name].kind for name in named["estimand"]]
    pairs = zip(named["estimand"], named["method"], kinds, strict=True)
    words = [
        f"{ESTIMANDS[name].words}: {method}" for name, method, kind in pairs if kind not in ("verdict", "quotation")
    ]
    return [f"{text[:1].upper()}{text[1:]}." for text in dict.fromkeys(words)]


def protection_words(profile: Profile, *, level: str) -> list[str]:
    """Return the profile's main thresholds in words; docs/protection.md gives all of them and what they leave open."""
    if level == "restricted":
        return ["Nothing was hidden or rounded. This page is for the evaluators alone."]
    count, percent = profile.count, profile.percent
    return [
        f"Profile: {profile.name}, after {profile.provider}. It passes this profile; no tool can call it safe.",
        f"Counts of people from {count.hide_from} to {count.hide_to} are hidden ({count.symbol}) and all others "
        f"rounded to the nearest {count.round_to}.",
        f"Percentages are made from rounded counts, and not below {percent.min_denominator} people.",
        f"Means and changes rest on at least {profile.summary.min_n} people, single questions on at least "
        f"{profile.item_summary.min_n}. No point in any picture is a person.",
    ]


def versions(job: Job, study: Study) -> list[str]:
    """Return code, lock, packages, seed and inputs, and how to make the same bytes again."""
    packages = job.inputs["packages"]
    named = ", ".join(f"{name} {packages[name]}" for name in NAMED_PACKAGES if name in packages)
    code, lock = (job.inputs[name][:HASH_CHARACTERS] for name in ("code", "lock"))
    data = "synthetic returns" if study.data == "synthetic" else "returns of the site"
    files = len(job.inputs["returns"])
    return [
        f"earlyeval {__version__}, code {code}, lock {lock}, Python {job.inputs['python']}.",
        f"{named}.",
        f"Made from {files} {'file' if files == 1 else 'files'} of {data}; seed {study.registry.facts.seed}. "
        "manifest.json lists every input and output by hash.",
        f"make report SITE={job.site} PROGRAMME={job.programme} makes it again: the same input gives the same bytes.",
    ]
