"""What a release was made with: every package of the environment with version and licence, as CycloneDX 1.6."""

import uuid
from datetime import UTC, datetime
from importlib.metadata import Distribution, distributions

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from earlyeval import __version__

_NOBODYS = uuid.UUID("6f1c8a52-6f0e-5d6e-9d3e-0d2f4b9a7c11")  # names our bills within UUID version 5
_UNSAID = "not said"


def bill_of_materials(*, made_at: datetime, lock: str) -> str:
    """Return the bill of materials as JSON: the same text for the same packages, lock and moment.

    Parameters
    ----------
    made_at : datetime
        The moment of the release.
    lock : str
        The sha256 of requirements.lock.

    Notes
    -----
    Names, versions and licences as the packages themselves give them; no address from which anything was fetched.
    """
    bill = Bom(serial_number=uuid.uuid5(_NOBODYS, f"{lock} {made_at.isoformat()}"))
    bill.metadata.timestamp = made_at.astimezone(UTC)
    bill.metadata.component = Component(
        name="earlyeval", version=__version__, type=ComponentType.APPLICATION, bom_ref=f"earlyeval@{__version__}"
    )
    bill.components.update(_component(name, package) for name, package in installed().items())
    bill.register_dependency(bill.metadata.component, bill.components)
    return JsonV1Dot6(bill).output_as_string(indent=1) + "\n"


def licence_list() -> str:
    """Return one line for each package: name, version, licence."""
    return "".join(f"{name} {package.version}: {licence_of(package)}\n" for name, package in installed().items())


def installed() -> dict[str, Distribution]:
    """Return the packages of this environment by name, in alphabetical order, without this one."""
    found = {package.metadata["Name"].lower().replace("_", "-"): package for package in distributions()}
    return {name: found[name] for name in sorted(found) if name != "earlyeval"}


def licence_of(package: Distribution) -> str:
    """Return the licence that a package gives itself: its expression, else its classifiers, else its first line."""
    metadata = package.metadata
    if expression := metadata.get("License-Expression"):
        return str(expression)
    classified = [line.split(" :: ")[-1] for line in metadata.get_all("Classifier", []) if line.startswith("License")]
    said = [name for name in classified if name != "OSI Approved"] or str(metadata.get("License") or "").splitlines()
    return "; ".join(said[:3]) or _UNSAID


def _component(name: str, package: Distribution) -> Component:
    licence = licence_of(package)
    return Component(
        name=name,
        version=package.version,
        type=ComponentType.LIBRARY,
        purl=PackageURL(type="pypi", name=name, version=package.version),
        bom_ref=f"{name}@{package.version}",
        licenses=[] if licence == _UNSAID else [LicenseFactory().make_from_string(licence)],
    )
