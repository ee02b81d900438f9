"""What the reading of a file told of itself, in the reader's language: why rows were left out, why an import ended."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from etappe.app.upload import Upload, UploadProblem
from etappe.base.messages import Language
from etappe.base.refusals import in_language
from etappe.collect.inspection import Inspection, Trouble

Told = TypeVar("Told", UploadProblem, Trouble)


def spoken_upload(upload: Upload, language: Language) -> Upload:
    """The upload with its report and problem in this language."""
    report, problem = upload.report, upload.problem
    if report is not None:
        report = replace(
            report,
            rejected=_keys(report.rejected, language),
            left_out=_keys(report.left_out, language),
            warnings=tuple(in_language(text, language) for text in report.warnings),
        )
    return replace(upload, report=report, problem=problem and _said(problem, language))


def spoken_inspection(seen: Inspection, language: Language) -> Inspection:
    """What was seen of a file, with its notes, reasons and trouble in this language."""
    return replace(
        seen,
        notes=tuple(in_language(text, language) for text in seen.notes),
        rejected=_keys(seen.rejected, language),
        trouble=seen.trouble and _said(seen.trouble, language),
    )


def _said(told: Told, language: Language) -> Told:
    return replace(
        told,
        detail=in_language(told.detail, language),
        next_step=in_language(told.next_step, language),
    )


def _keys(counts: Mapping[str, int], language: Language) -> dict[str, int]:
    return {in_language(reason, language): count for reason, count in counts.items()}
