//! The report of a run, as a table.

use core::fmt;
use verihook_conformance::{Breach, Case, Category, Verdict};

/// The result of a case.
pub(super) struct CaseResult {
    pub(super) case: &'static Case,
    pub(super) verdict: Verdict,
}

/// The results of a run.
pub(super) struct Report<'r> {
    pub(super) url: &'r str,
    pub(super) provider: &'r str,
    pub(super) strict: bool,
    pub(super) results: Vec<CaseResult>,
}

/// The numbers of cases that passed, failed and were not judged.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) not_judged: usize,
}

impl Report<'_> {
    /// Counts all results, or those of one category.
    pub(super) fn counts(&self, category: Option<Category>) -> Counts {
        let mut counts = Counts::default();
        let meant = |result: &&CaseResult| {
            category.is_none_or(|category| result.case.category() == category)
        };
        for result in self.results.iter().filter(meant) {
            match &result.verdict {
                Verdict::Passed => counts.passed += 1,
                Verdict::Failed(_) => counts.failed += 1,
                _ => counts.not_judged += 1,
            }
        }
        counts
    }

    pub(super) fn failed(&self) -> usize {
        self.counts(None).failed
    }

    /// Returns the failures, the worst first.
    pub(super) fn failures(&self) -> Vec<(&'static Case, &Breach)> {
        let mut failures: Vec<_> = self
            .results
            .iter()
            .filter_map(|result| match &result.verdict {
                Verdict::Failed(breach) => Some((result.case, breach)),
                _ => None,
            })
            .collect();
        failures.sort_by_key(|(_, breach)| breach.kind);
        failures
    }

    /// Returns each reason for which cases were not judged, with the cases.
    fn not_judged(&self) -> Vec<(&str, Vec<&'static str>)> {
        let mut reasons: Vec<(&str, Vec<&'static str>)> = Vec::new();
        for result in &self.results {
            let Verdict::NotJudged(reason) = &result.verdict else { continue };
            match reasons.iter_mut().find(|(same, _)| same == reason) {
                Some((_, cases)) => cases.push(result.case.id),
                None => reasons.push((reason, vec![result.case.id])),
            }
        }
        reasons
    }

    fn write_table(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<12} {:>7} {:>7} {:>11}", "category", "passed", "failed", "not judged")?;
        let mut line = |name: &str, counts: Counts| {
            let Counts { passed, failed, not_judged } = counts;
            writeln!(f, "{name:<12} {passed:>7} {failed:>7} {not_judged:>11}")
        };
        for category in Category::ALL {
            let counts = self.counts(Some(*category));
            if counts.passed + counts.failed + counts.not_judged > 0 {
                line(category.name(), counts)?;
            }
        }
        line("all", self.counts(None))
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} as {}\n", self.url, self.provider)?;
        self.write_table(f)?;
        for (case, breach) in self.failures() {
            writeln!(f, "\nFAILED {} ({}): {}", case.id, case.category(), breach.kind)?;
            writeln!(f, "  required: {}", case.requirement.trim())?;
            writeln!(f, "  sent:     {}", breach.sent)?;
            writeln!(f, "  received: {}", breach.received)?;
        }
        let not_judged = self.not_judged();
        if !not_judged.is_empty() {
            writeln!(f, "\nNot judged:")?;
        }
        for (reason, cases) in not_judged {
            writeln!(f, "  {reason} ({}):", cases.len())?;
            writeln!(f, "    {}", cases.join(" "))?;
        }
        let Counts { passed, failed, not_judged } = self.counts(None);
        write!(f, "\n{passed} passed, {failed} failed, {not_judged} not judged")
    }
}
