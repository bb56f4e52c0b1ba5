//! `figures.md`: every row that was measured.

use crate::figures::{Figure, short};

const INTRODUCTION: &str = "\
# Figures

Measured by `scripts/speed` and written by `scripts/charts`. [performance.md](../performance.md)
explains them.
";

/// Returns the page: a table for each group, in the order in which they were measured.
pub fn page(figures: &[Figure]) -> String {
    let tables = figures.chunk_by(|one, next| one.group == next.group).map(table);
    std::iter::once(INTRODUCTION.to_owned()).chain(tables).collect()
}

fn table(group: &[Figure]) -> String {
    let heading = &group[0].group;
    let rows: String = group.iter().map(row).collect();
    format!("\n## {heading}\n\n| Case | Measured | Goal | Details |\n|---|---|---|---|\n{rows}")
}

fn row(figure: &Figure) -> String {
    let missed = if figure.holds { "" } else { "**missed**" };
    let separator = if figure.holds || figure.detail.is_empty() { "" } else { "; " };
    format!(
        "| {} | {} | {} | {missed}{separator}{} |\n",
        figure.what,
        short(figure.figure),
        figure.goal(short),
        figure.detail
    )
}
