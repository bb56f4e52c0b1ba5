//! A provider: sends each delivery until it is acknowledged, and counts what it is answered.

use crate::client::{self, Answer, Connection};
use crate::cluster::Cluster;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// How long a provider retries a delivery. Real ones take a day.
const RETRY_HORIZON: Duration = Duration::from_secs(60);

/// The pause before the first retry. It doubles with each. Real providers wait for minutes.
const MIN_PAUSE: Duration = Duration::from_millis(100);

/// The longest pause before a retry.
const MAX_PAUSE: Duration = Duration::from_millis(800);

/// What the senders saw.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    unanswered: AtomicU64,
    answers: Mutex<BTreeMap<u16, u64>>,
    acknowledged: Mutex<BTreeSet<String>>,
    given_up: AtomicU64,
    log: Mutex<Vec<Entry>>,
}

/// One attempt.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The delivery.
    pub(crate) id: Arc<str>,
    /// The server that was asked.
    pub(crate) server: usize,
    /// When the attempt began.
    pub(crate) begun: Instant,
    /// How long it took.
    pub(crate) took: Duration,
    /// The answer, if there was one.
    pub(crate) answer: Option<Answer>,
}

impl Entry {
    /// Returns the status of the answer, if there was one.
    pub(crate) fn status(&self) -> Option<u16> {
        self.answer.map(|answer| answer.status)
    }
}

impl Tally {
    /// Returns the number of requests without an answer.
    pub(crate) fn unanswered(&self) -> u64 {
        self.unanswered.load(Ordering::Relaxed)
    }

    /// Returns the number of deliveries whose sender gave up.
    pub(crate) fn given_up(&self) -> u64 {
        self.given_up.load(Ordering::Relaxed)
    }

    /// Returns the ids that were acknowledged at least once.
    pub(crate) fn acknowledged(&self) -> BTreeSet<String> {
        locked(&self.acknowledged).clone()
    }

    /// Returns how often a status was the answer.
    pub(crate) fn answers(&self, status: u16) -> u64 {
        locked(&self.answers).get(&status).copied().unwrap_or_default()
    }

    /// Returns the answers other than 202 and 503, with their numbers.
    pub(crate) fn unexpected(&self) -> BTreeMap<u16, u64> {
        let answers = locked(&self.answers);
        answers
            .iter()
            .filter(|(status, _)| !matches!(status, 202 | 503))
            .map(|(&s, &n)| (s, n))
            .collect()
    }

    /// Returns the attempts that match.
    pub(crate) fn attempts(&self, matches: impl Fn(&Entry) -> bool) -> Vec<Entry> {
        locked(&self.log).iter().filter(|entry| matches(entry)).cloned().collect()
    }

    /// Returns `true` if each server has acknowledged an attempt that began at or after `since`.
    pub(crate) fn has_recovered(&self, servers: usize, since: Instant) -> bool {
        let log = locked(&self.log);
        // In the order of their ends.
        let recent = log.iter().rev().take_while(|entry| entry.begun + entry.took >= since);
        let good = recent.filter(|entry| entry.begun >= since && entry.status() == Some(202));
        good.map(|entry| entry.server).collect::<BTreeSet<_>>().len() == servers
    }

    fn count(&self, id: &str, server: usize, begun: Instant, answer: Option<Answer>) {
        match answer {
            Some(answer) => *locked(&self.answers).entry(answer.status).or_default() += 1,
            None => _ = self.unanswered.fetch_add(1, Ordering::Relaxed),
        }
        let mut log = locked(&self.log);
        log.push(Entry { id: id.into(), server, begun, took: begun.elapsed(), answer });
    }
}

/// Sends one delivery at a time, to a server that is chosen at random.
#[derive(Debug)]
pub(crate) struct Sender {
    cluster: Arc<Cluster>,
    tally: Arc<Tally>,
    connections: Vec<Connection>,
}

impl Sender {
    /// Creates a sender.
    pub(crate) fn new(cluster: &Arc<Cluster>, tally: &Arc<Tally>) -> Self {
        let connections = (0..cluster.len()).map(|_| Connection::default()).collect();
        let (cluster, tally) = (Arc::clone(cluster), Arc::clone(tally));
        Self { cluster, tally, connections }
    }

    /// Sends a delivery until it is acknowledged. The first attempt goes to this server.
    ///
    /// Returns `false` if it never is.
    pub(crate) async fn deliver(&mut self, id: &str, first: usize) -> bool {
        let begun = Instant::now();
        let (mut server, mut pause) = (first, MIN_PAUSE);
        while begun.elapsed() < RETRY_HORIZON {
            if let Some(Answer { status: 200..300, .. }) = self.attempt(server, id).await {
                locked(&self.tally.acknowledged).insert(id.to_owned());
                return true;
            }
            tokio::time::sleep(pause.mul_f64(0.25 + 0.75 * fastrand::f64())).await;
            pause = (pause * 2).min(MAX_PAUSE);
            server = fastrand::usize(..self.cluster.len());
        }
        self.tally.given_up.fetch_add(1, Ordering::Relaxed);
        false
    }

    /// Sends a delivery until it is acknowledged, to servers that are chosen at random.
    pub(crate) async fn deliver_anywhere(&mut self, id: &str) -> bool {
        self.deliver(id, fastrand::usize(..self.cluster.len())).await
    }

    async fn attempt(&mut self, server: usize, id: &str) -> Option<Answer> {
        // A server that is being restarted refuses connections, and that is no attempt.
        let address = self.cluster.address(server)?;
        let request = client::request(id).ok()?;
        let begun = Instant::now();
        let answer = self.connections.get_mut(server)?.send(address, &request).await.ok();
        self.tally.count(id, server, begun, answer);
        answer
    }
}

/// A stream of deliveries that goes on until it is ended.
#[derive(Debug)]
pub(crate) struct Load {
    /// What the senders see.
    pub(crate) tally: Arc<Tally>,
    is_over: Arc<AtomicBool>,
    number: Arc<AtomicU64>,
    senders: JoinSet<()>,
}

impl Load {
    /// Starts this many streams. Each delivery of a stream is sent this often at the same moment.
    pub(crate) fn start(cluster: &Arc<Cluster>, streams: usize, copies: usize) -> Self {
        let (tally, is_over, number) = <(Arc<Tally>, Arc<AtomicBool>, Arc<AtomicU64>)>::default();
        let mut senders = JoinSet::new();
        for _ in 0..streams {
            let mut lanes: Vec<_> = (0..copies).map(|_| Sender::new(cluster, &tally)).collect();
            let (is_over, number) = (Arc::clone(&is_over), Arc::clone(&number));
            senders.spawn(async move {
                while !is_over.load(Ordering::Relaxed) {
                    let id = client::id(number.fetch_add(1, Ordering::Relaxed));
                    deliver_together(&mut lanes, &id).await;
                }
            });
        }
        Self { tally, is_over, number, senders }
    }

    /// Waits for the last deliveries, and returns the number of all.
    pub(crate) async fn end(mut self) -> (Arc<Tally>, u64) {
        self.is_over.store(true, Ordering::Relaxed);
        while self.senders.join_next().await.is_some() {}
        (Arc::clone(&self.tally), self.number.load(Ordering::Relaxed))
    }
}

/// Sends one delivery with each sender, to different servers as far as there are enough.
pub(crate) async fn deliver_together(senders: &mut [Sender], id: &str) {
    let first = fastrand::usize(..1024);
    let deliveries = senders.iter_mut().enumerate().map(|(number, sender)| {
        let server = (first + number) % sender.cluster.len();
        async move { sender.deliver(id, server).await }
    });
    futures_util::future::join_all(deliveries).await;
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
