//! The figures that `scripts/speed --json` wrote.

use serde::Deserialize;
use std::error::Error;
use std::path::Path;

/// One row of `figures.json`.
#[derive(Deserialize)]
pub struct Figure {
    pub group: String,
    pub what: String,
    pub figure: f64,
    pub goal: Goal,
    pub bound: Option<f64>,
    pub holds: bool,
    pub detail: String,
}

/// The side of the bound on which the figure should be.
#[derive(Clone, Copy, Deserialize)]
pub enum Goal {
    #[serde(rename = "at most")]
    AtMost,
    #[serde(rename = "at least")]
    AtLeast,
    #[serde(rename = "shown")]
    None,
}

impl Figure {
    /// Returns the goal as a sign and a number, or an empty string without a goal.
    pub fn goal(&self, format: fn(f64) -> String) -> String {
        match (self.goal, self.bound) {
            (Goal::AtMost, Some(bound)) => format!("≤ {}", format(bound)),
            (Goal::AtLeast, Some(bound)) => format!("≥ {}", format(bound)),
            _ => String::new(),
        }
    }
}

/// Reads the rows, in the order in which they were measured.
pub fn read(path: &Path) -> Result<Vec<Figure>, Box<dyn Error>> {
    let json = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(serde_json::from_slice(&json)?)
}

/// Formats a number with at most three decimals, and without any from 100 on.
pub fn short(number: f64) -> String {
    if number >= 100.0 {
        return format!("{number:.0}");
    }
    let text = format!("{number:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
