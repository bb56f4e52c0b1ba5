//! Draws the charts of `docs/performance` and writes its table. `scripts/charts` runs this.

mod chart;
mod figures;
mod page;

use clap::Parser;
use std::error::Error;
use std::path::PathBuf;

/// Draws the charts of a run of `scripts/speed --json FILE`, and writes its table.
#[derive(Parser)]
struct Arguments {
    /// Folder that has figures.json. The charts and figures.md are written there.
    folder: PathBuf,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Arguments::parse().folder;
    let figures = figures::read(&folder.join("figures.json"))?;
    for chart in &chart::CHARTS {
        chart.draw(&folder, &figures)?;
    }
    std::fs::write(folder.join("figures.md"), page::page(&figures))?;
    Ok(())
}
