//! The report of a run, as JSON and as JUnit XML.

use super::report::{CaseResult, Report};
use crate::UsageError;
use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use verihook_conformance::{Category, Verdict};

/// Returns the whole report as JSON.
pub(super) fn json(report: &Report<'_>) -> String {
    let counts = report.counts(None);
    let cases: Vec<Value> = report.results.iter().map(case).collect();
    let value = json!({
        "url": report.url,
        "provider": report.provider,
        "strict": report.strict,
        "passed": counts.passed,
        "failed": counts.failed,
        "not_judged": counts.not_judged,
        "cases": cases,
    });
    format!("{value:#}")
}

fn case(result: &CaseResult) -> Value {
    let case = result.case;
    let mut value = json!({
        "id": case.id,
        "category": case.category().name(),
        "requirement": case.requirement.trim(),
        "odd": case.is_odd(),
    });
    let more = match &result.verdict {
        Verdict::Passed => json!({ "result": "passed" }),
        Verdict::Failed(breach) => json!({
            "result": "failed",
            "kind": breach.kind.name(),
            "sent": breach.sent,
            "received": breach.received,
        }),
        Verdict::NotJudged(reason) => json!({ "result": "not-judged", "reason": reason }),
        _ => json!({ "result": "not-judged" }),
    };
    if let (Value::Object(value), Value::Object(more)) = (&mut value, more) {
        value.extend(more);
    }
    value
}

/// Writes the report as JUnit XML, with a suite for each category.
pub(super) fn write_junit(report: &Report<'_>, file: &Path) -> Result<(), UsageError> {
    let mut junit = quick_junit::Report::new(format!("verihook conformance: {}", report.provider));
    for category in Category::ALL {
        let of_category = |result: &&CaseResult| result.case.category() == *category;
        let cases: Vec<TestCase> = report.results.iter().filter(of_category).map(test).collect();
        if !cases.is_empty() {
            let mut suite = TestSuite::new(category.name());
            suite.add_test_cases(cases);
            junit.add_test_suite(suite);
        }
    }
    let failed = |why: &dyn core::fmt::Display| {
        UsageError::new(format_args!("{}: cannot be written: {why}", file.display()))
    };
    let text = junit.to_string().map_err(|why| failed(&why))?;
    fs::write(file, text).map_err(|why| failed(&why))
}

fn test(result: &CaseResult) -> TestCase {
    let requirement = result.case.requirement.trim();
    let status = match &result.verdict {
        Verdict::Passed => TestCaseStatus::success(),
        Verdict::Failed(breach) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type(breach.kind.name()).set_message(breach.kind.to_string());
            let (sent, received) = (&breach.sent, &breach.received);
            status.set_description(format!("{requirement}\nsent: {sent}\nreceived: {received}"));
            status
        }
        Verdict::NotJudged(reason) => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(format!("not judged: {reason}"));
            status
        }
        _ => TestCaseStatus::skipped(),
    };
    let mut test = TestCase::new(result.case.id, status);
    test.set_classname(format!("conformance.{}", result.case.category()));
    test
}
