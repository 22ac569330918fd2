"""Every family of cells, in the order of the page."""

from benchmarks.coverage import (
    family_arms,
    family_codes,
    family_codings,
    family_groups,
    family_links,
    family_models,
    family_pairs,
    family_scales,
    family_shares,
    family_sites,
    family_times,
)

FAMILIES = (
    *family_pairs.FAMILIES,
    *family_arms.FAMILIES,
    *family_shares.FAMILIES,
    *family_links.FAMILIES,
    *family_scales.FAMILIES,
    *family_codes.FAMILIES,
    *family_codings.FAMILIES,
    *family_groups.FAMILIES,
    *family_models.FAMILIES,
    *family_sites.FAMILIES,
    *family_times.FAMILIES,
)
