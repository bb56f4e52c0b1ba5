//! A memory budget for all bodies in flight.

use crate::rejection::Rejection;
use alloc::sync::Arc;
use core::fmt;
use core::sync::atomic::{AtomicUsize, Ordering};

/// A memory budget, in bytes, for all bodies in flight.
///
/// A body limit bounds one request; this bounds all of them together, so that many large forged
/// bodies cannot fill the memory of a process while they arrive. When the budget is spent, a body
/// is rejected with [`Rejection::BodyBudgetSpent`] (503, `Retry-After`), and a genuine sender tries
/// again. The first 16 KiB of each body do not count, so that ordinary deliveries still arrive when
/// large ones have spent the budget.
///
/// By default, all verifiers of a process share one budget of 256 MiB, [`BodyBudget::process`].
///
/// ```
/// use verihook::{BodyBudget, Verifier, providers::GitHub};
///
/// BodyBudget::process().resize(512 * 1024 * 1024); // for every endpoint without its own budget
///
/// let budget = BodyBudget::new(64 * 1024 * 1024);
/// let verifier = Verifier::<GitHub>::builder().secret("a secret").body_budget(&budget).build()?;
/// assert_eq!(budget.in_use(), 0);
/// # Ok::<(), verihook::ConfigError>(())
/// ```
#[derive(Clone)]
pub struct BodyBudget(Source);

#[derive(Clone)]
enum Source {
    Process,
    Own(Arc<Account>),
}

struct Account {
    limit: AtomicUsize,
    in_use: AtomicUsize,
}

impl Account {
    const fn new(limit: usize) -> Self {
        Self { limit: AtomicUsize::new(limit), in_use: AtomicUsize::new(0) }
    }
}

static PROCESS: Account = Account::new(256 * 1024 * 1024);

/// The number of bytes at the beginning of each body that do not count.
const FREE: usize = 16 * 1024;

impl BodyBudget {
    /// Returns the budget that all endpoints of this process share by default.
    #[must_use]
    pub const fn process() -> Self {
        Self(Source::Process)
    }

    /// Creates a budget of this many bytes, which clones share.
    #[must_use]
    pub fn new(bytes: usize) -> Self {
        Self(Source::Own(Arc::new(Account::new(bytes))))
    }

    /// Changes the size, in bytes.
    ///
    /// Bodies that are in flight keep what they have.
    pub fn resize(&self, bytes: usize) {
        self.account().limit.store(bytes, Ordering::Relaxed);
    }

    /// Returns the bytes that bodies in flight hold now, without the first 16 KiB of each.
    #[must_use]
    pub fn in_use(&self) -> usize {
        self.account().in_use.load(Ordering::Relaxed)
    }

    fn account(&self) -> &Account {
        match &self.0 {
            Source::Process => &PROCESS,
            Source::Own(account) => account,
        }
    }
}

impl fmt::Debug for BodyBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyBudget")
            .field("bytes", &self.account().limit.load(Ordering::Relaxed))
            .field("in_use", &self.in_use())
            .finish()
    }
}

/// The part of a budget that one body uses, until this is dropped.
pub(crate) struct Share {
    budget: BodyBudget,
    bytes: usize,
}

impl Share {
    pub(crate) const fn new(budget: BodyBudget) -> Self {
        Self { budget, bytes: 0 }
    }

    /// Reserves memory for a body of this length.
    #[inline]
    pub(crate) fn grow_to(&mut self, length: usize) -> Result<(), Rejection> {
        if length <= FREE { Ok(()) } else { self.take(length - FREE) }
    }

    #[cold]
    fn take(&mut self, bytes: usize) -> Result<(), Rejection> {
        let more = bytes.saturating_sub(self.bytes);
        // A body that does not grow keeps what it has, however small the budget has become.
        if more == 0 {
            return Ok(());
        }
        let account = self.budget.account();
        let limit = account.limit.load(Ordering::Relaxed);
        let within = |in_use: usize| in_use.checked_add(more).filter(|sum| *sum <= limit);
        account
            .in_use
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, within)
            .map_err(|_| Rejection::BodyBudgetSpent)?;
        self.bytes += more;
        Ok(())
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        if self.bytes > 0 {
            self.budget.account().in_use.fetch_sub(self.bytes, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_bounded_and_given_back() {
        let budget = BodyBudget::new(1000);
        let mut one = Share::new(budget.clone());
        let mut other = Share::new(budget.clone());
        assert_eq!(one.grow_to(FREE), Ok(()));
        assert_eq!(budget.in_use(), 0);
        assert_eq!(one.grow_to(FREE + 400), Ok(()));
        assert_eq!(one.grow_to(FREE + 600), Ok(()));
        assert_eq!(budget.in_use(), 600);
        assert_eq!(other.grow_to(FREE + 401), Err(Rejection::BodyBudgetSpent));
        assert_eq!(other.grow_to(FREE), Ok(()), "ordinary deliveries arrive");
        assert_eq!(other.grow_to(FREE + 400), Ok(()));
        assert_eq!(other.grow_to(usize::MAX), Err(Rejection::BodyBudgetSpent));
        drop(one);
        assert_eq!(budget.in_use(), 400);
        budget.resize(2000);
        assert_eq!(other.grow_to(FREE + 2000), Ok(()));
        budget.resize(100);
        assert_eq!(other.grow_to(FREE + 2000), Ok(()), "it does not grow");
        assert_eq!(other.grow_to(FREE + 2001), Err(Rejection::BodyBudgetSpent));
        drop(other);
        assert_eq!(budget.in_use(), 0);
    }
}
