"""Great Expectations on a table in memory. Nothing is stored, and nobody is told."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]


def great_expectations() -> Any:
    """The package, with its analytics off. On Python 3.11 its import warns of a deprecated module of the standard
    library."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import great_expectations

    return great_expectations


class Batch:
    """rows: a table whose column `index` names each row."""

    def __init__(self, rows: pandas.DataFrame, index: str) -> None:
        context = great_expectations().get_context(mode="ephemeral")
        context.enable_analytics(False)
        context.variables.progress_bars = {"globally": False}
        self._index = index
        self._batch = (
            context.data_sources.add_pandas("table")
            .add_dataframe_asset("rows")
            .add_batch_definition_whole_dataframe("all")
            .get_batch({"dataframe": rows})
        )

    def unexpected(self, expectation: Any) -> list[Any]:
        """The index of each row that does not meet it. One expectation a call, since a suite gives its results in an
        order of its own."""
        wanted = {"result_format": "COMPLETE", "unexpected_index_column_names": [self._index]}
        result = self._batch.validate(expectation, result_format=wanted)
        # Great Expectations tells of an exception within an expectation by a result, not by raising.
        if result.exception_info.get("raised_exception"):
            raise RuntimeError(f"the check {result.expectation_config.type} failed: {result.exception_info}")
        return [row[self._index] for row in result.result.get("unexpected_index_list") or []]
