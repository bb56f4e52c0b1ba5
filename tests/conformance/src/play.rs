//! Sends the requests of a case and collects the answers.

use crate::cases::{Play, SHORTLY, Script, Transport};
use crate::evidence::{Seen, Watch};
use crate::wire::{self, Answer, Ending};
use crate::{Outcome, http2};
use std::net::SocketAddr;
use std::thread;
use std::time::Duration;

/// The answers over one connection: for each request, the interim ones and the final one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Played {
    pub(crate) answers: Vec<Vec<Answer>>,
    pub(crate) ending: Ending,
}

/// Runs the plays of a script concurrently.
pub(crate) fn play(address: SocketAddr, script: &Script, patience: Duration) -> Vec<Played> {
    let one = |play: &Play| match &play.transport {
        Transport::Tcp(steps) => {
            let exchanged = wire::exchange_from(play.source, address, steps, patience);
            Played { answers: by_request(exchanged.answers), ending: exchanged.ending }
        }
        Transport::Http2(requests) => {
            let answers = http2::exchange(address, requests).into_iter();
            let answers = answers.map(|answer| answer.into_iter().collect()).collect();
            Played { answers, ending: Ending::Closed }
        }
    };
    thread::scope(|scope| {
        let playing: Vec<_> =
            script.plays.iter().map(|play| scope.spawn(move || one(play))).collect();
        playing.into_iter().map(|played| played.join().unwrap_or_default()).collect()
    })
}

/// Returns what the handler saw of a script. If no answer indicates that the server is done, waits
/// for a while.
pub(crate) fn seen_after(script: &Script, watch: &mut Watch<'_>) -> Seen {
    let mut seen = watch.seen();
    if script.plays.iter().any(|play| play.outcomes.iter().any(Outcome::is_open)) {
        for _ in 0..10 {
            if !seen.is_nothing() {
                break;
            }
            thread::sleep(SHORTLY);
            seen = watch.seen();
        }
    }
    seen
}

/// Groups answers by the request that they belong to.
fn by_request(answers: Vec<Answer>) -> Vec<Vec<Answer>> {
    let mut requests = vec![Vec::new()];
    for answer in answers {
        let is_final = answer.status >= 200;
        if let Some(last) = requests.last_mut() {
            last.push(answer);
        }
        if is_final {
            requests.push(Vec::new());
        }
    }
    // An empty group after the last final answer is not a request, unless it is the only group.
    if requests.len() > 1 && requests.last().is_some_and(Vec::is_empty) {
        requests.pop();
    }
    requests
}
