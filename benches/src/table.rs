//! The rows that are printed, each with its goal.

use serde_json::{Value, json};

/// The goal of a figure.
#[derive(Clone, Copy)]
pub enum Goal {
    AtMost(f64),
    AtLeast(f64),
    /// No goal: the figure is only shown.
    Shown,
}

impl Goal {
    fn holds(self, figure: f64) -> bool {
        match self {
            Self::AtMost(most) => figure <= most,
            Self::AtLeast(least) => figure >= least,
            Self::Shown => true,
        }
    }

    fn text(self) -> String {
        match self {
            Self::AtMost(most) => format!("≤ {}", short(most)),
            Self::AtLeast(least) => format!("≥ {}", short(least)),
            Self::Shown => String::new(),
        }
    }
}

/// Formats a number with at most three decimals.
fn short(figure: f64) -> String {
    let text = format!("{figure:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

struct Row {
    group: &'static str,
    what: String,
    figure: f64,
    goal: Goal,
    detail: String,
}

/// The rows of a run.
#[derive(Default)]
pub struct Table(Vec<Row>);

impl Table {
    /// Adds a row and prints it.
    pub fn row(
        &mut self,
        group: &'static str,
        what: impl Into<String>,
        figure: f64,
        goal: Goal,
        detail: impl Into<String>,
    ) {
        let row = Row { group, what: what.into(), figure, goal, detail: detail.into() };
        if self.0.last().is_none_or(|last| last.group != group) {
            println!("\n{group}");
        }
        let verdict = if row.goal.holds(row.figure) { "" } else { "  MISSED" };
        println!(
            "  {:<44} {:>8.3}  {:<8} {}{verdict}",
            row.what,
            row.figure,
            row.goal.text(),
            row.detail
        );
        self.0.push(row);
    }

    /// Adds a row with the ratio of `time` to `other`, both in nanoseconds. Lower is better.
    pub fn times_as_long(
        &mut self,
        group: &'static str,
        what: impl Into<String>,
        [time, other]: [f64; 2],
        goal: Goal,
    ) {
        self.row(group, what, time / other, goal, format!("{time:.0} ns vs. {other:.0} ns"));
    }

    /// Adds a row with the ratio of `other` to `time`, both in nanoseconds. Higher is better.
    pub fn times_as_fast(
        &mut self,
        group: &'static str,
        what: impl Into<String>,
        [time, other]: [f64; 2],
        goal: Goal,
    ) {
        self.row(group, what, other / time, goal, format!("{time:.0} ns vs. {other:.0} ns"));
    }

    /// Returns how many rows miss their goal.
    pub fn failures(&self) -> usize {
        self.0.iter().filter(|row| !row.goal.holds(row.figure)).count()
    }

    /// Returns the rows in the format of `docs/performance/figures.json`.
    pub fn json(&self) -> Value {
        let row = |row: &Row| {
            let (kind, bound) = match row.goal {
                Goal::AtMost(bound) => ("at most", Some(bound)),
                Goal::AtLeast(bound) => ("at least", Some(bound)),
                Goal::Shown => ("shown", None),
            };
            json!({
                "group": row.group, "what": row.what, "figure": row.figure, "goal": kind, "bound": bound,
                "holds": row.goal.holds(row.figure), "detail": row.detail,
            })
        };
        self.0.iter().map(row).collect()
    }
}
