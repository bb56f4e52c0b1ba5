//! A real axum server on loopback with the endpoints of four providers, and the senders that try
//! it: genuine ones, and those who would like to be.
//!
//! `cargo run -p quickstart` prints what was sent, what the peer was told and what the operator
//! reads, and fails if one thing did not come out as it should.
//! `cargo run -p quickstart -- --serve` keeps the server up and prints a `curl` line with a valid
//! signature for each provider.

mod deliveries;
mod server;

use clap::Parser;
use deliveries::Delivery;
use server::{Server, start};
use std::net::SocketAddr;
use std::process::ExitCode;
use verihook_conformance::wire;

type Error = Box<dyn std::error::Error + Send + Sync>;

/// Tries a real server with the webhooks of Terra, Texture, ActiGraph CentrePoint and TradeLens.
#[derive(Parser)]
struct Arguments {
    /// Keep the server up, and print a curl line with a valid signature for each provider.
    #[arg(long)]
    serve: bool,
    /// Where to listen. Port 0 is any free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
}

#[tokio::main]
async fn main() -> Result<ExitCode, Error> {
    let arguments = Arguments::parse();
    let server = start(arguments.listen, arguments.serve).await?;
    println!("listening on http://{}\n", server.address);
    if arguments.serve {
        for line in deliveries::curl_lines(server.address)? {
            println!("{line}\n");
        }
        println!(
            "Timestamps are good for 300 s. Every verified delivery is printed here. Ctrl-C ends it.\n"
        );
        server.task.await??;
        return Ok(ExitCode::SUCCESS);
    }
    // The senders block, as senders do; the server goes on beside them.
    let (wrong, all) = tokio::task::spawn_blocking(move || try_all(&server)).await??;
    println!("\n{} of {all} came out as they should", all - wrong);
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Sends every delivery and prints what came of it. Returns how many came out wrong, and how many
/// there were.
fn try_all(server: &Server) -> Result<(usize, usize), Error> {
    println!(
        "{:18} {:34} {:>6}  {:31} the operator reads",
        "endpoint", "what was sent", "status", "the peer reads"
    );
    let all = deliveries::all()?;
    let mut wrong = 0;
    for delivery in &all {
        if !comes_out_right(server, delivery) {
            wrong += 1;
        }
    }
    Ok((wrong, all.len()))
}

fn comes_out_right(server: &Server, delivery: &Delivery) -> bool {
    let handled_before = server.handled();
    let answers = wire::exchange(server.address, &delivery.steps);
    let (status, text) = answers.last().map_or((0, String::new()), |answer| {
        (answer.status, String::from_utf8_lossy(&answer.body).trim_end().to_owned())
    });
    let ran = server.handled() - handled_before;
    let expected_runs = usize::from(delivery.expected == 200);
    let right = status == delivery.expected && ran == expected_runs;
    let verdict = server.last_verdict();
    let mark = if right { "" } else { "   <-- WRONG" };
    println!(
        "{:18} {:34} {status:>6}  {text:31} {verdict}{mark}",
        delivery.endpoint, delivery.name
    );
    right
}
