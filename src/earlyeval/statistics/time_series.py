"""Series over time: the door to segmented regression, control charts, run charts and single cases.

``segmented_regression``; ``p_chart``, ``laney_p_chart``, ``u_chart``, ``c_chart``, ``xmr_chart``; ``run_chart``;
``overlap`` (Tau-U and others).
"""

from earlyeval.statistics.chart_rules import RULES
from earlyeval.statistics.control_charts import ControlChart, c_chart, laney_p_chart, p_chart, u_chart, xmr_chart
from earlyeval.statistics.run_charts import RunChart, run_chart, runs_distribution
from earlyeval.statistics.segmented import SegmentedRegression, segmented_regression
from earlyeval.statistics.single_case import overlap

__all__ = [
    "RULES",
    "ControlChart",
    "RunChart",
    "SegmentedRegression",
    "c_chart",
    "laney_p_chart",
    "overlap",
    "p_chart",
    "run_chart",
    "runs_distribution",
    "segmented_regression",
    "u_chart",
    "xmr_chart",
]
