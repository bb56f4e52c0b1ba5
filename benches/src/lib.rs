//! Headings of the groups that `speed` measures and `charts` draws.

pub const BARE_HASH: &str =
    "Verification relative to the bare HMAC-SHA256 of the body (ratio of times, lower is better)";
pub const WEBHOOK_VERIFY: &str =
    "Speed relative to webhook-verify 0.1.0 (ratio of times, higher is better)";
pub const STANDARD_WEBHOOKS: &str =
    "Speed relative to svix and standardwebhooks (ratio of times, higher is better)";
pub const THROUGHPUT: &str =
    "Requests per second relative to a plain handler, 1 KiB (ratio of rates, higher is better)";
pub const HASHED_THROUGHPUT: &str = "Requests per second relative to a handler that computes the \
                                     same hash (ratio, higher is better)";
pub const PEER_THROUGHPUT: &str =
    "Requests per second relative to a peer's adapter (ratio, higher is better)";
pub const STORES: &str = "Claim and completion of a delivery relative to two bare commands of the \
                          database (ratio of rates, higher is better)";
pub const TEN_MILLION: &str = "Claim and completion in a store with ten million deliveries relative \
                               to an empty one (ratio of rates, higher is better)";
