"""Places: which programmes run there, in which clusters, and whom the place could reach."""

from earlyeval.registry.births import BirthComparator
from earlyeval.registry.entry import Entry, Name, Sourced, Words

PROGRAMMES = "programmes"  # the folder of programmes across sites, beside those of sites: no site may be called so


class Cluster(Entry):
    """A part of a site (a children's centre, a neighbourhood)."""

    id: Name
    label: Words


class PopulationCount(Sourced):
    """How many in the population served have a characteristic: the base that reach is compared with.

    ``reachable``: the count is of families, all of whom the programme could have reached, so the share of them who
    took part is told too.
    """

    characteristic: Name
    value: Words
    n: int
    year: int
    reachable: bool = False


class ServiceChange(Entry):
    """When a service that was there before changed into this programme; series are compared before and after it."""

    month: Words  # ISO month, the first of the changed service
    label: Words


class Delivery(Entry):
    """One programme at one site."""

    programme: Name
    start: Words  # ISO month
    end: Words
    service_change: ServiceChange | None = None
    clusters: tuple[Cluster, ...] = ()
    population: tuple[PopulationCount, ...] = ()
    birth_comparators: tuple[BirthComparator, ...] = ()


class Site(Entry):
    """One place.

    ``shared_family_ids``: the programmes here know a family by one and the same id, so that families in several of
    them can be counted; ``shared_ids_because`` says who made the ids so. Otherwise nobody can know the overlap.
    """

    id: Name
    name: Words
    place: str = ""
    shared_family_ids: bool = False
    shared_ids_because: str = ""
    programmes: tuple[Delivery, ...]

    def delivery(self, programme: str) -> Delivery:
        """Return what the site declares about one of its programmes."""
        return next(delivery for delivery in self.programmes if delivery.programme == programme)
