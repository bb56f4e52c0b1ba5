//! An axum server on loopback with the endpoints of four providers, and genuine and forged
//! deliveries to it.
//!
//! `cargo run -p quickstart` sends the deliveries. It prints each request, the answer that the
//! sender sees and the reason that the operator sees, and fails if an answer is not as expected.
//! `cargo run -p quickstart -- --serve` keeps the server running and prints a `curl` command with a
//! valid signature for each provider.

mod deliveries;
mod server;

use clap::Parser;
use deliveries::Delivery;
use server::{Server, start};
use std::net::SocketAddr;
use std::process::ExitCode;
use verihook_conformance::wire;

type Error = Box<dyn std::error::Error + Send + Sync>;

/// Send genuine and forged webhooks of Terra, Texture, CentrePoint and TradeLens to a local server.
#[derive(Parser)]
struct Arguments {
    /// Keep the server running and print a signed curl command for each provider.
    #[arg(long)]
    serve: bool,
    /// Listen on this address. Port 0 selects a free port.
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
            "Signed timestamps expire after 300 s. Requests are logged here. Press Ctrl-C to stop.\n"
        );
        server.task.await??;
        return Ok(ExitCode::SUCCESS);
    }
    // The senders use blocking I/O, so they must not run on a thread of the async runtime.
    let (wrong, all) = tokio::task::spawn_blocking(move || try_all(&server)).await??;
    println!("\n{} of {all} answers were as expected", all - wrong);
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Sends every delivery and prints its result. Returns the number of unexpected results, and the
/// number of deliveries.
fn try_all(server: &Server) -> Result<(usize, usize), Error> {
    println!(
        "{:18} {:36} {:>6}  {:31} reason in the log",
        "endpoint", "delivery", "status", "answer to the sender"
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
        "{:18} {:36} {status:>6}  {text:31} {verdict}{mark}",
        delivery.endpoint, delivery.name
    );
    right
}
