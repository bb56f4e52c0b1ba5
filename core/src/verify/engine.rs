//! The engine behind every verifier.

use super::condition::Condition;
use super::framing::FRAMING;
use super::plan::Plan;
use crate::answer::Statuses;
use crate::rejection::Rejection;
use crate::request::head::Head;
use crate::request::indexed_head::IndexedHead;
use crate::request::network::Access;
use crate::request::url::PublicUrl;
use crate::scheme::Scheme;
use crate::scheme::time::UnixTime;
use crate::secret::key::Credential;
use crate::verify::budget::BodyBudget;
use alloc::vec::Vec;
use core::time::Duration;

/// The plan and the settings of one endpoint, without its secrets.
pub(crate) struct Engine {
    pub(crate) provider: &'static str,
    pub(crate) endpoint: &'static str,
    pub(crate) plan: Plan,
    pub(crate) url: Option<PublicUrl>,
    pub(crate) tolerance_seconds: u64,
    pub(crate) body_limit: usize,
    pub(crate) body_deadline: Duration,
    pub(crate) body_budget: BodyBudget,
    pub(crate) statuses: Statuses,
    pub(crate) conditions: Vec<Condition>,
    /// The token that an unsigned handshake must present, if its provider sends one.
    pub(crate) handshake_token: Option<Credential>,
    pub(crate) access: Access,
}

impl Engine {
    /// Returns the scheme that the endpoint verifies.
    pub(crate) const fn scheme(&self) -> &'static Scheme {
        self.plan.scheme
    }

    /// Returns the head of a request with the endpoint's index.
    #[inline]
    pub(super) const fn indexed<'h>(&'h self, head: &'h dyn Head) -> IndexedHead<'h> {
        IndexedHead::new(head, &self.plan.index)
    }

    #[inline]
    pub(crate) fn check_freshness(
        &self,
        timestamp: UnixTime,
        now: UnixTime,
    ) -> Result<(), Rejection> {
        let (timestamp, now) = (timestamp.seconds(), now.seconds());
        if timestamp.abs_diff(now) <= self.tolerance_seconds {
            Ok(())
        } else if timestamp < now {
            Err(Rejection::TimestampStale)
        } else {
            Err(Rejection::TimestampAhead)
        }
    }
}

/// Returns the header fields that an endpoint reads in addition to those of its scheme.
///
/// The fields that frame the body come first, because `framing` uses their positions.
pub(super) fn other_fields(
    conditions: &[Condition],
    access: &Access,
) -> impl Iterator<Item = &'static str> {
    let of_conditions = conditions.iter().flat_map(|condition| condition.names());
    FRAMING.into_iter().chain(of_conditions.copied()).chain(access.fields().iter().copied())
}
