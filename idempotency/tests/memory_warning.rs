//! The store in memory warns before it is full.
//!
//! A test binary of its own: `tracing` remembers for each place in the code whether anyone listens,
//! and another test could come first.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "suite/mod.rs"]
mod suite;

use core::fmt;
use core::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use suite::{long, new_key, own, release};
use tracing::field::{Field, Visit};
use tracing::span;
use verihook_idempotency::{MemoryStore, Ownership};

#[test]
fn warns_at_80_percent_and_again_after_it_fell_below_70() {
    let warnings = Arc::new(Warnings::default());
    let seen = || warnings.0.load(Ordering::Relaxed);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    tracing::subscriber::with_default(Arc::clone(&warnings), || {
        runtime.block_on(async {
            let store = MemoryStore::with_capacity(100);
            let mut claims = Vec::new();
            for _ in 0..79 {
                claims.push(own(&store, long(new_key())).await);
            }
            assert_eq!(seen(), 0);
            for _ in 79..100 {
                claims.push(own(&store, long(new_key())).await);
                assert_eq!(seen(), 1, "at 80 and not again");
            }
            for claim in claims.drain(70..) {
                assert_eq!(release(&store, claim).await, Ownership::Held);
            }
            for _ in 70..100 {
                claims.push(own(&store, long(new_key())).await);
            }
            assert_eq!(seen(), 1, "it was 70 % full");
            for claim in claims.drain(69..) {
                assert_eq!(release(&store, claim).await, Ownership::Held);
            }
            for _ in 69..100 {
                own(&store, long(new_key())).await;
            }
            assert_eq!(seen(), 2);
        });
    });
}

/// Counts the warnings of a full store.
#[derive(Default)]
struct Warnings(AtomicUsize);

impl tracing::Subscriber for Warnings {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        *metadata.level() == tracing::Level::WARN
    }

    fn event(&self, event: &tracing::Event<'_>) {
        let mut message = Message(String::new());
        event.record(&mut message);
        assert!(message.0.starts_with("the memory store is 80 % full"), "{}", message.0);
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}
