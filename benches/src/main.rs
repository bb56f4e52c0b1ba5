//! Measures what verification costs. `scripts/speed` runs this; `docs/performance.md` explains the
//! figures.

mod heads;
#[cfg(feature = "http")]
mod http;
mod measure;
#[cfg(feature = "stores")]
mod stores;
mod table;
mod verify;

use clap::Parser;
use std::path::PathBuf;
use std::process::ExitCode;

/// Prints measured ratios, and exits with 1 if one of them misses its goal.
#[derive(Parser)]
struct Arguments {
    /// Measure in fewer rounds, and skip the servers over HTTP.
    #[arg(long)]
    quick: bool,
    /// Measure only the stores of deliveries.
    #[arg(long)]
    stores: bool,
    /// Measure only stores with ten million deliveries, which takes minutes.
    #[arg(long)]
    ten_million: bool,
    /// Run only WHAT, TIMES times, under a tool that counts instructions.
    #[arg(long, num_args = 2, value_names = ["WHAT", "TIMES"], hide = true)]
    repeat: Option<Vec<String>>,
    /// Write the ratios to FILE, as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Some([what, times]) = arguments.repeat.as_deref() {
        verify::repeat(what, times.parse().expect("TIMES is a number"));
        return ExitCode::SUCCESS;
    }
    let rounds = if arguments.quick { 40 } else { 200 };
    let mut table = table::Table::default();
    if !arguments.stores && !arguments.ten_million {
        let sha = has_sha_extensions();
        println!("SHA extensions: {}", if sha { "yes" } else { "no" });
        verify::rows(&mut table, rounds, sha);
        #[cfg(feature = "http")]
        if !arguments.quick {
            http::rows(&mut table);
        }
    }
    #[cfg(feature = "stores")]
    if arguments.ten_million {
        stores::full_rows(&mut table);
    } else if !arguments.quick {
        stores::rows(&mut table);
    }
    if let Some(path) = arguments.json {
        let text =
            serde_json::to_string_pretty(&table.json()).expect("the table serialises to JSON");
        std::fs::write(path, text + "\n").expect("the JSON file is writable");
    }
    match table.failures() {
        0 => ExitCode::SUCCESS,
        failures => {
            println!("\ngoals missed: {failures}");
            ExitCode::FAILURE
        }
    }
}

/// Returns whether the processor has SHA instructions. Without them every hash takes longer, and
/// crates that differ with them may be equally fast.
fn has_sha_extensions() -> bool {
    #[cfg(target_arch = "x86_64")]
    return std::arch::is_x86_feature_detected!("sha");
    #[cfg(target_arch = "aarch64")]
    return std::arch::is_aarch64_feature_detected!("sha2");
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    return false;
}
