//! Guesses the provider of a request from its header fields.

use crate::UsageError;
use verihook::{Encoding, Head, Part, Place, Rejection, Scheme, UnixTime, Verifier};

const ABSENT: &str = "verihook-absent-signature";

verihook::provider! {
    /// A provider that sends nothing. Its verifier names other providers in the details of a
    /// rejection.
    Absent: "absent", BodySigned,
    Scheme::hmac_sha256(Place::header(ABSENT), Encoding::Hex).signs(&[Part::Body]).build()
}

/// Guesses the provider of a request.
pub(super) struct Guess(Verifier<Absent>);

impl Guess {
    pub(super) fn new() -> Result<Self, UsageError> {
        Verifier::new("unused, as no request has the field").map(Self).map_err(UsageError::new)
    }

    /// Returns the slugs of the providers whose header fields the request has.
    pub(super) fn providers(&self, head: &dyn Head, now: UnixTime) -> Vec<String> {
        let missing = Rejection::MissingField(ABSENT);
        let details = self.0.details(missing, Some((head, now))).unwrap_or_default();
        let Some((_, named)) = details.split_once("; the request has the header fields of ") else {
            return Vec::new();
        };
        named.split(", ").map(|slug| slug.trim_matches('`').to_owned()).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::Guess;
    use verihook::{PlainHead, UnixTime};

    #[test]
    fn providers_are_guessed() {
        let guess = Guess::new().ok().unwrap();
        let of = |name: &str| {
            let headers = [(name, "x")];
            guess.providers(&PlainHead::new("POST", "/", &headers), UnixTime::from_seconds(0))
        };
        assert_eq!(of("x-gitlab-token"), ["gitlab"]);
        assert_eq!(of("Stripe-Signature"), ["stripe"]);
        assert!(of("content-type").is_empty());
    }
}
