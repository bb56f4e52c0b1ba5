//! Interleaved measurement: every contender runs in every round, so that noise affects all of them
//! alike.

use std::time::{Duration, Instant};

/// The time that one turn of a contender should take.
const TURN: Duration = Duration::from_micros(400);

/// One of the operations that are compared.
pub struct Contender<'a> {
    run: Box<dyn FnMut() + 'a>,
}

impl<'a> Contender<'a> {
    pub fn new(run: impl FnMut() + 'a) -> Self {
        Self { run: Box::new(run) }
    }
}

/// Returns the median time of a call in nanoseconds, for each contender in order.
pub fn medians(contenders: &mut [Contender<'_>], rounds: usize) -> Vec<f64> {
    let calls: Vec<u32> =
        contenders.iter_mut().map(|each| calls_in_a_turn(&mut each.run)).collect();
    let mut times: Vec<Vec<f64>> = vec![Vec::with_capacity(rounds); contenders.len()];
    for _ in 0..rounds {
        for ((each, calls), times) in contenders.iter_mut().zip(&calls).zip(&mut times) {
            times.push(time(&mut each.run, *calls));
        }
    }
    times.into_iter().map(median).collect()
}

/// Returns the average time of a call, in nanoseconds.
fn time(run: &mut dyn FnMut(), calls: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..calls {
        run();
    }
    start.elapsed().as_nanos() as f64 / f64::from(calls)
}

/// Returns the number of calls that fill about a turn. This also warms the contender up.
fn calls_in_a_turn(run: &mut dyn FnMut()) -> u32 {
    let mut calls = 1;
    loop {
        let start = Instant::now();
        for _ in 0..calls {
            run();
        }
        if start.elapsed() * 2 >= TURN || calls > 1 << 20 {
            return calls;
        }
        calls *= 2;
    }
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() % 2 {
        0 if middle > 0 => (values[middle - 1] + values[middle]) / 2.0,
        _ => values.get(middle).copied().unwrap_or(f64::NAN),
    }
}
