//! Random calls on a store and on a model of a few lines, which must give equal answers.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::runtime::Handle;
use verihook_idempotency::Owner;

const KEYS: usize = 2;
const OWNERS: usize = 3;
const BODIES: [&str; 3] = ["one", "two", "three"];

/// Runs random sequences of calls on a store and on the model.
pub(crate) async fn model(store: Arc<dyn Store>) {
    let handle = Handle::current();
    let run = move || {
        let config = ProptestConfig { cases: 100, failure_persistence: None, ..Default::default() };
        TestRunner::new(config)
            .run(&vec(call(), 1..60), |calls| handle.block_on(compare(&*store, calls)))
            .unwrap_or_else(|failed| panic!("{failed}"));
    };
    tokio::task::spawn_blocking(run).await.expect("the store answers as the model does");
}

#[derive(Clone, Copy, Debug)]
enum Call {
    Claim { key: usize, owner: usize, body: usize, lease: bool, retention: bool },
    Renew { key: usize, owner: usize, lease: bool },
    Complete { key: usize, owner: usize, status: u16 },
    Release { key: usize, owner: usize },
    Status { key: usize },
    Sweep,
}

/// A lease or retention is long if its `bool` is true. The first body is the most frequent one.
fn call() -> impl Strategy<Value = Call> {
    let (key, owner) = (0..KEYS, 0..OWNERS);
    let body = prop_oneof![6 => Just(0), 1 => Just(1), 1 => Just(2)];
    let long = || prop::bool::weighted(0.5);
    let retention = prop::bool::weighted(0.75);
    prop_oneof![
        6 => (key.clone(), owner.clone(), body, long(), retention).prop_map(
            |(key, owner, body, lease, retention)| Call::Claim {
                key, owner, body, lease: lease && retention, retention
            }),
        2 => (key.clone(), owner.clone(), long())
            .prop_map(|(key, owner, lease)| Call::Renew { key, owner, lease }),
        2 => (key.clone(), owner.clone(), 200..300_u16)
            .prop_map(|(key, owner, status)| Call::Complete { key, owner, status }),
        2 => (key.clone(), owner).prop_map(|(key, owner)| Call::Release { key, owner }),
        2 => key.prop_map(|key| Call::Status { key }),
        1 => Just(Call::Sweep),
    ]
}

/// The answer of the model. `None` accepts either answer.
#[derive(Debug, PartialEq)]
enum Answer {
    Claimed(Claimed),
    Ownership(Option<Ownership>),
    Status(Option<u16>),
}

#[derive(Clone, Copy)]
struct Entry {
    owner: usize,
    body: usize,
    has_lease: bool,
    is_retained: bool,
    status: Option<u16>,
}

#[derive(Default)]
struct Model(HashMap<usize, Entry>);

impl Model {
    fn answer(&mut self, call: Call) -> Answer {
        match call {
            Call::Claim { key, owner, body, lease, retention } => {
                let claimed = self.claimed(key, body);
                if claimed == Claimed::New {
                    let entry = Entry {
                        owner,
                        body,
                        has_lease: lease,
                        is_retained: retention,
                        status: None,
                    };
                    self.0.insert(key, entry);
                }
                Answer::Claimed(claimed)
            }
            Call::Renew { key, owner, lease } => {
                self.owned(key, owner, |entry| entry.has_lease = lease)
            }
            Call::Complete { key, owner, status } => {
                self.owned(key, owner, |entry| entry.status = Some(status))
            }
            Call::Release { key, owner } => {
                let answer = self.owned(key, owner, |_| ());
                if answer == Answer::Ownership(Some(Ownership::Held)) {
                    self.0.remove(&key);
                }
                answer
            }
            Call::Status { key } => {
                Answer::Status(self.retained(key).and_then(|entry| entry.status))
            }
            Call::Sweep => Answer::Status(None),
        }
    }

    fn retained(&self, key: usize) -> Option<Entry> {
        self.0.get(&key).copied().filter(|entry| entry.is_retained)
    }

    fn claimed(&self, key: usize, body: usize) -> Claimed {
        match self.retained(key) {
            None => Claimed::New,
            Some(entry) if entry.body != body => Claimed::Conflict,
            Some(Entry { status: Some(status), .. }) => Claimed::Done { status },
            Some(entry) if entry.has_lease => Claimed::InFlight { retry_after: LONG },
            Some(_) => Claimed::New,
        }
    }

    /// After the retention, an owner holds the entry until it is swept, which can be at any time.
    /// Both answers mean the same for all later calls, because the entry counts as absent.
    fn owned(&mut self, key: usize, owner: usize, with: impl FnOnce(&mut Entry)) -> Answer {
        let entry = self.0.get_mut(&key);
        let entry = entry.filter(|entry| entry.owner == owner && entry.status.is_none());
        Answer::Ownership(match entry {
            Some(entry) if entry.is_retained => {
                with(entry);
                Some(Ownership::Held)
            }
            Some(_) => None,
            None => Some(Ownership::Lost),
        })
    }
}

async fn compare(store: &dyn Store, calls: Vec<Call>) -> Result<(), TestCaseError> {
    let keys: Vec<_> = (0..KEYS).map(|_| new_key()).collect();
    let owners: Vec<_> = (0..OWNERS).map(|_| Owner::random()).collect();
    let mut model = Model::default();
    for (index, call) in calls.into_iter().enumerate() {
        let expected = model.answer(call);
        let answer = ask(store, &keys, &owners, call).await;
        let is_equal = match (&expected, &answer) {
            (Answer::Ownership(None), Answer::Ownership(_)) => true,
            (
                Answer::Claimed(Claimed::InFlight { .. }),
                Answer::Claimed(in_flight @ Claimed::InFlight { .. }),
            ) => {
                assert_in_flight(*in_flight);
                true
            }
            (expected, answer) => expected == answer,
        };
        prop_assert!(is_equal, "call {index}, {call:?}: {answer:?}, but {expected:?} is expected");
    }
    Ok(())
}

async fn ask(store: &dyn Store, keys: &[Key], owners: &[Owner], call: Call) -> Answer {
    let time = |is_long, long| if is_long { long } else { SHORT };
    let ownership = |result: Result<_, _>| Answer::Ownership(Some(result.expect("it answers")));
    let answer = match call {
        Call::Claim { key, owner, body, lease, retention } => {
            let (lease, retention) = (time(lease, LONG), time(retention, LONG * 2));
            let mut new = Claim::new(keys[key], super::body(BODIES[body]), lease, retention);
            new.owner = owners[owner];
            Answer::Claimed(claim(store, new).await)
        }
        Call::Renew { key, owner, lease } => {
            ownership(store.renew(keys[key], owners[owner], time(lease, LONG)).await)
        }
        Call::Complete { key, owner, status } => {
            ownership(store.complete(keys[key], owners[owner], status).await)
        }
        Call::Release { key, owner } => ownership(store.release(keys[key], owners[owner]).await),
        Call::Status { key } => Answer::Status(status(store, keys[key]).await),
        Call::Sweep => {
            sweep(store).await;
            Answer::Status(None)
        }
    };
    if let Call::Claim { lease: false, .. } | Call::Renew { lease: false, .. } = call {
        until_over().await;
    }
    answer
}
