"""Places: which programmes run there, in which clusters, and whom the place could reach."""

from earlyeval.registry.entry import Entry, Name, Sourced, Words


class Cluster(Entry):
    """A part of a site (a children's centre, a neighbourhood)."""

    id: Name
    label: Words


class PopulationCount(Sourced):
    """How many in the population served have a characteristic: the base that reach is compared with."""

    characteristic: Name
    value: Words
    n: int
    year: int


class Delivery(Entry):
    """One programme at one site."""

    programme: Name
    start: Words  # ISO month
    end: Words
    clusters: tuple[Cluster, ...] = ()
    population: tuple[PopulationCount, ...] = ()


class Site(Entry):
    """One place."""

    id: Name
    name: Words
    place: str = ""
    programmes: tuple[Delivery, ...]

    def delivery(self, programme: str) -> Delivery:
        """Return what the site declares about one of its programmes."""
        return next(delivery for delivery in self.programmes if delivery.programme == programme)
