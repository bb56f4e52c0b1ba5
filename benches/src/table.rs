//! The rows that are printed, and whether each holds.

use serde_json::{Value, json};

/// What is asked of a figure.
#[derive(Clone, Copy)]
pub enum Goal {
    AtMost(f64),
    AtLeast(f64),
    /// It is shown, and not judged.
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

/// At most three digits behind the point.
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
    /// Takes a row, and prints it.
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
        let verdict = if row.goal.holds(row.figure) { "" } else { "  DOES NOT HOLD" };
        println!(
            "  {:<44} {:>8.3}  {:<8} {}{verdict}",
            row.what,
            row.figure,
            row.goal.text(),
            row.detail
        );
        self.0.push(row);
    }

    /// Takes a row of how many times as long something takes as another thing does, in nanoseconds.
    pub fn times_as_long(
        &mut self,
        group: &'static str,
        what: impl Into<String>,
        [time, other]: [f64; 2],
        goal: Goal,
    ) {
        self.row(group, what, time / other, goal, format!("{time:.0} ns against {other:.0} ns"));
    }

    /// Takes a row of how many times as fast something is as another thing, by their nanoseconds.
    pub fn times_as_fast(
        &mut self,
        group: &'static str,
        what: impl Into<String>,
        [time, other]: [f64; 2],
        goal: Goal,
    ) {
        self.row(group, what, other / time, goal, format!("{time:.0} ns against {other:.0} ns"));
    }

    /// How many rows do not hold.
    pub fn failures(&self) -> usize {
        self.0.iter().filter(|row| !row.goal.holds(row.figure)).count()
    }

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
