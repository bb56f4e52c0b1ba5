//! The clock that all adapters read.

use std::time::SystemTime;
use verihook::{Rejection, UnixTime};

#[cfg(feature = "test-clock")]
pub use fixed::TestClock;

/// Returns the time of the system, or of this thread's [`TestClock`].
pub(crate) fn now() -> Result<UnixTime, Rejection> {
    if let Some(now) = fixed::now() {
        return Ok(now);
    }
    UnixTime::try_from(SystemTime::now()).map_err(|_| Rejection::ClockUnusable)
}

/// Stands in for [`TestClock`] if the feature is off.
#[cfg(not(feature = "test-clock"))]
mod fixed {
    pub(super) const fn now() -> Option<verihook::UnixTime> {
        None
    }
}

#[cfg(feature = "test-clock")]
mod fixed {
    use core::cell::Cell;
    use core::marker::PhantomData;
    use verihook::UnixTime;

    thread_local! {
        static FIXED: Cell<Option<UnixTime>> = const { Cell::new(None) };
    }

    pub(super) fn now() -> Option<UnixTime> {
        FIXED.get()
    }

    /// A clock for tests: fixes the time of the current thread until it is dropped.
    ///
    /// A recorded delivery becomes stale after the tolerance. With the clock set to the time of its
    /// arrival, a test can send it through an adapter, unchanged. The signature, the timestamp and
    /// the body are checked as always.
    ///
    /// It cannot be left on in a server by accident:
    ///
    /// - It needs the feature `test-clock`. Enable it in `[dev-dependencies]`, and a program that
    ///   uses it does not compile outside its tests.
    /// - It applies to the thread that created it, and cannot be sent to another. A request that
    ///   another thread receives is checked against the system's clock, which rejects a recorded
    ///   delivery.
    /// - It logs a `WARN` when it is created.
    ///
    /// ```
    /// use verihook::UnixTime;
    /// use verihook_receive::TestClock;
    ///
    /// let clock = TestClock::at(UnixTime::from_seconds(12_345_700));
    /// // Send the recorded request to the application, in process.
    /// drop(clock);
    /// ```
    ///
    /// ```compile_fail,E0277
    /// # use verihook::UnixTime;
    /// # use verihook_receive::TestClock;
    /// let clock = TestClock::at(UnixTime::from_seconds(12_345_700));
    /// std::thread::spawn(move || drop(clock));
    /// ```
    #[derive(Debug)]
    #[must_use = "the clock is fixed until this value is dropped"]
    pub struct TestClock {
        /// Makes this `!Send`, because the clock belongs to the thread.
        thread: PhantomData<*const ()>,
    }

    impl TestClock {
        /// Fixes the clock of the current thread.
        pub fn at(now: UnixTime) -> Self {
            tracing::warn!(
                target: "verihook",
                now = now.seconds(),
                "the clock of this thread is fixed: use `TestClock` only in tests"
            );
            FIXED.set(Some(now));
            Self { thread: PhantomData }
        }
    }

    impl Drop for TestClock {
        fn drop(&mut self) {
            // Never back to an earlier fixed time, whatever the order in which two are dropped.
            FIXED.set(None);
        }
    }
}
