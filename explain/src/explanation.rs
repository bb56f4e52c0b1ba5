//! The findings about one request.

use crate::candidate::{Candidate, Change, Key};
use crate::clue;
use crate::code::Code;
use crate::finding::{Certainty, Finding};
use crate::oracle::{Oracle, Verdict};
use crate::secret::Configured;
use crate::{search, time};
use core::time::Duration;
use sha2::{Digest as _, Sha256};
use std::rc::Rc;
use verihook::{Bytes, ConfigError, Rejection, UnixTime};

/// An explanation in the making.
pub(crate) struct Explanation<'e> {
    pub(crate) received: Candidate,
    pub(crate) secrets: &'e [Configured],
    pub(crate) tolerance: Option<Duration>,
    /// The body is known. Otherwise that of the candidate is empty, and means nothing.
    pub(crate) has_body: bool,
    pub(crate) now: UnixTime,
    /// The verdict of the endpoint. `None` if the secrets or the body are not known.
    pub(crate) verdict: Option<Verdict>,
}

/// The fields that frame the body. Candidates with another body leave them out.
const FRAMING: [&str; 3] = ["content-length", "transfer-encoding", "expect"];

impl Explanation<'_> {
    /// Returns the findings, the most likely first.
    pub(crate) fn findings(&self, oracle: &mut Oracle) -> Vec<Finding> {
        let base = Candidate {
            headers: Rc::new(self.received.without(&FRAMING)),
            keys: self.usable(),
            ..self.received.clone()
        };
        let mut starts = search::starts(&base, oracle);
        starts.extend(self.cut(&base));
        let found = match self.secrets {
            secrets if self.has_body && !secrets.is_empty() => {
                search::find(&starts, secrets, oracle)
            }
            _ => None,
        };
        match found {
            Some(found) => self.certain(&found, oracle),
            None => self.likely(&base, &starts, oracle),
        }
    }

    /// Returns the candidate whose body has the declared length, if there is more than white space
    /// after it: a newline at the end was added on purpose or by an editor.
    fn cut(&self, base: &Candidate) -> Option<Candidate> {
        let declared = self.declared_length()?;
        let (body, rest) = base.body.split_at_checked(declared)?;
        if rest.trim_ascii().is_empty() {
            return None;
        }
        let evidence = format!(
            "the first {declared} bytes were signed, as `content-length` declares, and {} are there",
            base.body.len()
        );
        let body = Bytes::copy_from_slice(body);
        Some(base.with_body(body, Change::new(Code::HeaderLength, evidence)))
    }

    /// Returns the keys with which heads are checked: those of the endpoint, and a stand-in.
    fn usable(&self) -> Rc<[Key]> {
        let own = self.secrets.iter().map(|secret| Key::text(&secret.text));
        // A head can be checked with any key of HMAC. It is never compared with a signature.
        let stand_in = (!self.received.entry.scheme.takes_public_key()).then_some(Key::StandIn);
        own.chain(stand_in).collect()
    }

    fn certain(&self, found: &Candidate, oracle: &Oracle) -> Vec<Finding> {
        let mut changes: Vec<Change> = Vec::new();
        for change in &found.changes {
            if changes.iter().all(|known| known.code != change.code) {
                changes.push(change.clone());
            }
        }
        // A serialiser decides about the newline at the end, too.
        changes.sort_by_key(|change| {
            matches!(change.code, Code::BodyNewlineAdded | Code::BodyNewlineRemoved)
        });
        // The left-over field of a coding says nothing, if the body is compressed after all.
        if changes.iter().any(|change| change.code == Code::BodyCompressed) {
            changes.retain(|change| change.code != Code::BodyDecompressed);
        }
        for change in self.time(found, oracle) {
            if changes.iter().all(|known| known.code != change.code) {
                changes.push(change);
            }
        }
        if changes.is_empty() {
            changes.push(self.unexplained());
        }
        changes.into_iter().map(|change| Finding::new(change, Certainty::Certain)).collect()
    }

    fn time(&self, candidate: &Candidate, oracle: &Oracle) -> Vec<Change> {
        let claimed = oracle.claimed(candidate);
        let changes =
            claimed.map(|claimed| time::changes(candidate, claimed, self.now, self.tolerance));
        changes.unwrap_or_default()
    }

    /// Explains why a request whose signature is right is rejected all the same.
    fn unexplained(&self) -> Change {
        match &self.verdict {
            Some(Verdict::NotBuilt(error)) => unusable(error),
            Some(Verdict::Rejected(Rejection::BodyIncomplete | Rejection::MalformedLength)) => {
                let evidence = "`content-length` is not the length of the body, which is whole";
                Change::new(Code::HeaderLength, evidence)
            }
            Some(Verdict::Rejected(rejection)) => Change::new(Code::Other, rejection),
            _ => Change::new(Code::Other, "the request verifies without its framing"),
        }
    }

    fn likely(&self, base: &Candidate, starts: &[Candidate], oracle: &mut Oracle) -> Vec<Finding> {
        let mut found = Findings(Vec::new());
        for change in &base.changes {
            found.add(change.clone(), Certainty::Likely);
        }
        let head = oracle.head(base);
        if let Some(rejection) = head {
            for change in clue::of_head(base, rejection, starts).into_iter().flatten() {
                found.add(change, Certainty::Likely);
            }
            if rejection == Rejection::MethodNotAllowed {
                // The method is checked first, so the next check may have a reason, too.
                for other in search::methods(base).into_iter().take(1) {
                    let next = oracle.head(&other);
                    let next = next.and_then(|next| clue::of_head(&other, next, starts));
                    for change in next.into_iter().flatten() {
                        found.add(change, Certainty::Likely);
                    }
                }
            }
        }
        for change in self.time(base, oracle) {
            found.add(change, Certainty::Likely);
        }
        if let Some(change) = clue::of_token(base, self.secrets) {
            found.add(change, Certainty::Likely);
        }
        if self.has_body
            && let Some(change) = clue::of_body(base, self.declared_length())
        {
            found.add(change, Certainty::Likely);
        }
        if let Some(Verdict::NotBuilt(error)) = &self.verdict {
            found.add(spaced(self.secrets).unwrap_or_else(|| unusable(error)), Certainty::Likely);
        }
        if let Some(change) = clue::of_url(base) {
            found.add(change, Certainty::Possible);
        }
        // Without a usable secret, nothing was tried.
        if head.is_none() && self.has_body && oracle.used() > 0 {
            found.add(wrong(self.secrets, oracle.used()), Certainty::Likely);
            if let Some(change) = clue::of_json(base) {
                found.add(change, Certainty::Possible);
            }
        }
        if found.0.is_empty() {
            let reason = head.map(|rejection| rejection.to_string());
            let unknown = match self.has_body {
                true => "no secret was given",
                false => "the head shows no reason, and the body is not known",
            };
            let reason = reason.unwrap_or_else(|| unknown.to_owned());
            found.add(Change::new(Code::Other, reason), Certainty::Possible);
        }
        found.0
    }

    fn declared_length(&self) -> Option<usize> {
        self.received.text("content-length").and_then(|length| length.trim().parse().ok())
    }
}

fn unusable(error: &ConfigError) -> Change {
    Change::new(Code::SecretUnusable, error)
}

/// Describes a secret with white space at its ends, with which no endpoint can be built.
fn spaced(secrets: &[Configured]) -> Option<Change> {
    let Configured { name, .. } =
        secrets.iter().find(|secret| secret.text.trim() != secret.text.as_str())?;
    let evidence = format!("{name} has white space at its ends");
    Some(Change::new(Code::SecretWhitespace, evidence))
}

/// Describes secrets with which nothing verifies, without showing them.
fn wrong(secrets: &[Configured], tried: usize) -> Change {
    let shown = |Configured { name, text }: &Configured| {
        let digest = Sha256::digest(text.as_bytes());
        let [first, second, third, ..] = digest.0;
        format!(
            "{name} has {} characters and the fingerprint {first:02x}{second:02x}{third:02x}",
            text.chars().count()
        )
    };
    let secrets = secrets.iter().map(shown).collect::<Vec<_>>().join("; ");
    let evidence = format!("none of {tried} variants matches the signature; {secrets}");
    Change::new(Code::SecretWrong, evidence)
}

struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, change: Change, certainty: Certainty) {
        if self.0.iter().all(|known| known.code != change.code) {
            self.0.push(Finding::new(change, certainty));
        }
    }
}
