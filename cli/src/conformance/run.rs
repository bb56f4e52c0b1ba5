//! Runs the cases, several at a time.

use super::report::CaseResult;
use indicatif::{ProgressBar, ProgressStyle};
use std::sync::Mutex;
use std::thread;
use verihook_conformance::{Breach, Case, Server, Verdict};

/// Cases, each with the reason if it cannot be judged.
type Plan = Vec<(&'static Case, Option<String>)>;

/// Runs the cases of a plan, and returns their results in its order.
pub(super) fn all(server: &Server, plan: Plan, jobs: usize) -> Vec<CaseResult> {
    let progress = progress(plan.iter().filter(|(_, reason)| reason.is_none()).count());
    let (left, done) = (Mutex::new(plan.into_iter().enumerate()), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..jobs.max(1) {
            scope.spawn(|| {
                let next = || left.lock().ok().and_then(|mut left| left.next());
                while let Some((at, (case, reason))) = next() {
                    let verdict = match reason {
                        Some(reason) => Verdict::NotJudged(reason),
                        None => {
                            progress.set_message(case.id);
                            let verdict = server.check(case);
                            progress.inc(1);
                            verdict
                        }
                    };
                    if let Ok(mut done) = done.lock() {
                        done.push((at, CaseResult { case, verdict }));
                    }
                }
            });
        }
    });
    progress.finish_and_clear();
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Returns the results for a server that rejects a genuine delivery: nothing else says anything.
pub(super) fn all_not_judged(plan: Plan, breach: Breach) -> Vec<CaseResult> {
    let genuine = Server::GENUINE;
    let first = verihook_conformance::cases().find(|case| genuine.contains(&case.id));
    let planned = plan.iter().map(|(case, _)| *case);
    let first = planned.clone().find(|case| genuine.contains(&case.id)).or(first);
    let first = first.map(|case| CaseResult { case, verdict: Verdict::Failed(breach) });
    let reason = "the server does not accept a genuine delivery: check the URL and the secret";
    let others = plan.into_iter().filter(|(case, _)| !genuine.contains(&case.id));
    let others =
        others.map(|(case, _)| CaseResult { case, verdict: Verdict::NotJudged(reason.to_owned()) });
    first.into_iter().chain(others).collect()
}

/// Returns a progress bar, which is hidden if standard error is not a terminal.
fn progress(length: usize) -> ProgressBar {
    let bar = ProgressBar::new(u64::try_from(length).unwrap_or(u64::MAX));
    match ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
