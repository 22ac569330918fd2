"""Everything a project of intensive family support sends."""

from zlib import crc32

import pandas as pd

from earlyeval.registry.programmes import Programme
from earlyeval.registry.whole import Registry
from earlyeval.tidy.synthetic.case_work import planted
from earlyeval.tidy.synthetic.case_work.accounts import draw_accounts
from earlyeval.tidy.synthetic.case_work.cases import case_rows, draw_cases, people_rows, referral_rows
from earlyeval.tidy.synthetic.case_work.codes import cost_rows, draw_codes
from earlyeval.tidy.synthetic.case_work.ratings import draw_ratings
from earlyeval.tidy.synthetic.draws import strand_generator
from earlyeval.tidy.synthetic.sheets import Sheet

_STRAND = 40  # streams of random numbers of this programme begin here
_ACCOUNTS = 50
_CONSENTED = 4


def case_work_sheets(
    registry: Registry, programme: Programme, *, site: str, seed: int
) -> tuple[list[Sheet], dict[str, str]]:
    """Return the returns of one project and its transcripts by path.

    Its size and its random numbers follow from its name and the seed alone.
    """
    number = crc32(site.encode())
    streams = [strand_generator((seed, number), _STRAND + part) for part in range(5)]
    prefix = site[:3].upper()
    cases = draw_cases(streams[0], n=planted.FEWEST_CASES + number % planted.CASES_RANGE, prefix=prefix)
    outcomes = tuple(one for one in registry.outcomes[programme.id] if one.source == "reviews")
    rated = draw_ratings(streams[1], cases, outcomes)
    needs, services, judged = draw_codes(streams[2], cases, programme.cases)
    referrals, people = referral_rows(streams[3], cases, prefix=prefix), people_rows(streams[3], cases)
    joined = pd.Series([row[0] for row in people if row[_CONSENTED] == "yes"])
    accounts, transcripts = draw_accounts(
        (strand_generator((seed, number), _ACCOUNTS), strand_generator((seed, number), _ACCOUNTS + 1)),
        cases, rated, joined, site=site, prefix=prefix,
    )  # fmt: skip
    sheets = [
        Sheet("referrals.csv", ("referral_id", "family_id", "referred_on", "source", "need_level", "in_specification",
                                "decision"), referrals),
        Sheet("people.csv", ("person_id", "family_id", "role", "in_specification", "consented", "started_on",
                             "ended_on", "household", "referral-source"), people),
        Sheet("cases.csv", ("case_id", "person_id", "opened_on", "closed_on", "engagement", "closure_outcome",
                            "stepped_up"), case_rows(cases)),
        Sheet("reviews.csv", ("case_id", "review_number", "reviewed_on", "concern_level", "plan_status",
                              "engagement"), rated.reviews),
        Sheet("review_ratings.csv", ("case_id", "review_number", "instrument", "version", "subscale", "rater_id",
                                     "score", "is_main_rater"), rated.ratings),
        Sheet("case_needs.csv", ("case_id", "need"), needs),
        Sheet("case_services.csv", ("case_id", "service"), services),
        Sheet("case_outcomes.csv", ("case_id", "outcome", "result"), judged),
        Sheet("costs.csv", ("cost_id", "category", "staff_band", "hours", "unit_cost", "amount", "price_year",
                            "one_off", "source"), cost_rows(streams[4], n_cases=len(cases))),
        *accounts,
    ]  # fmt: skip
    return sheets, transcripts
