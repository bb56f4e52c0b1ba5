//! Details of a rejection for the operator, in addition to its reason.

use super::engine::Engine;
use super::verifier::Verifier;
use crate::codec::encoding::Encoding;
use crate::codec::json::member;
use crate::rejection::Rejection;
use crate::request::head::Head;
use crate::request::url::PublicUrl;
use crate::scheme::place::Place;
use crate::scheme::time::{TimestampFormat, UnixTime};
use crate::scheme::{Algorithm, Scheme};
use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

impl<P> Verifier<P> {
    /// Returns what was expected instead of a rejected request, or by how much it differs.
    ///
    /// This is for the operator's log, next to the [`Rejection`]: the form of a header field, the
    /// age of a timestamp and the tolerance, a limit, the public URL that was signed, or another
    /// provider whose header fields the request has. It quotes nothing from the request, and
    /// contains no secret and no signature. It is `None` if there is nothing to add.
    ///
    /// `request` is the head and the time of the check, as far as they are still known. Call it
    /// only for a rejection that is logged, because it reads the head again.
    ///
    /// ```
    /// use verihook::{PlainHead, UnixTime, Verifier, providers::Terra};
    ///
    /// let verifier = Verifier::<Terra>::new("a secret")?;
    /// let head = PlainHead::new("POST", "/", &[("terra-signature", "0123abcd")]);
    /// let now = UnixTime::from_seconds(1_800_000_000);
    /// let rejection = verifier.verify(&head, b"{}", now).unwrap_err();
    /// assert_eq!(
    ///     verifier.details(rejection, Some((&head, now))).as_deref(),
    ///     Some("expected `terra-signature: t=<seconds>,v1=<hex>`"),
    /// );
    /// # Ok::<(), verihook::ConfigError>(())
    /// ```
    #[must_use]
    pub fn details(
        &self,
        rejection: Rejection,
        request: Option<(&dyn Head, UnixTime)>,
    ) -> Option<String> {
        self.shared.engine.details(rejection, request)
    }

    /// Returns the signed timestamp that a request claims, without checking anything.
    ///
    /// This is for tools that verify a stored request as of the time when it was signed. It is
    /// `None` if the scheme has no signed timestamp, or if the request has none of the required
    /// form.
    ///
    /// ```
    /// use verihook::{PlainHead, UnixTime, Verifier, providers::Terra};
    ///
    /// let verifier = Verifier::<Terra>::new("a secret")?;
    /// let head = PlainHead::new("POST", "/", &[("terra-signature", "t=1723808700,v1=00")]);
    /// let claimed = verifier.claimed_timestamp(&head, b"{}");
    /// assert_eq!(claimed, Some(UnixTime::from_seconds(1_723_808_700)));
    /// # Ok::<(), verihook::ConfigError>(())
    /// ```
    #[must_use]
    pub fn claimed_timestamp(&self, head: &dyn Head, body: &[u8]) -> Option<UnixTime> {
        self.shared.engine.claimed_timestamp(head, body)
    }
}

impl Engine {
    #[cold]
    fn details(
        &self,
        rejection: Rejection,
        request: Option<(&dyn Head, UnixTime)>,
    ) -> Option<String> {
        let scheme = self.scheme();
        match rejection {
            Rejection::MissingField(name) => {
                let other = request.and_then(|(head, _)| self.other_provider(name, head));
                match (expected(scheme, name), other) {
                    (Some(form), Some(other)) => Some(format!("{form}; {other}")),
                    (form, other) => form.or(other),
                }
            }
            Rejection::MalformedField(name) | Rejection::UnsupportedSignature(name) => {
                expected(scheme, name)
            }
            Rejection::TimestampStale | Rejection::TimestampAhead => {
                Some(self.skew(rejection, request))
            }
            Rejection::PathMismatch => {
                let url = self.url.as_ref()?;
                Some(match url.arrival_path() {
                    Some(path) => format!("expected the path of arrival, `{path}`"),
                    None => format!("expected the path of {}", shown(url)),
                })
            }
            Rejection::SignatureMismatch if scheme.signs_url() => {
                self.url.as_ref().map(|url| format!("checked with the public URL {}", shown(url)))
            }
            Rejection::MethodNotAllowed => Some(format!("expected {}", scheme.methods)),
            Rejection::BodyTooLarge => Some(format!("the limit is {} bytes", self.body_limit)),
            Rejection::BodyDeadlineExceeded => {
                Some(format!("the deadline is {} s", self.body_deadline.as_secs_f32()))
            }
            Rejection::ContentCoded => {
                Some("expected no `content-encoding`: turn compression off at the sender".into())
            }
            _ => None,
        }
    }

    #[cold]
    fn claimed_timestamp(&self, head: &dyn Head, body: &[u8]) -> Option<UnixTime> {
        let (place, format) = self.scheme().timestamp.as_ref()?;
        let Some(path) = place.json_path() else {
            let mut head = self.indexed(head);
            head.read();
            return self.plan.timestamp(&head).ok().map(|(_, time)| time);
        };
        let text = member(body, path).ok()??.into_text();
        UnixTime::parse(text.as_bytes(), *format)
    }

    /// Describes by how much a timestamp differs from the clock.
    fn skew(&self, rejection: Rejection, request: Option<(&dyn Head, UnixTime)>) -> String {
        let tolerance = format!("the tolerance is {} s", self.tolerance_seconds);
        let skew = request.and_then(|(head, now)| {
            let mut head = self.indexed(head);
            head.read();
            let (_, timestamp) = self.plan.timestamp(&head).ok()?;
            Some(timestamp.seconds().abs_diff(now.seconds()))
        });
        match (skew, rejection) {
            // The timestamp is in the body.
            (None, _) => tolerance,
            (Some(skew), Rejection::TimestampAhead) => {
                format!("the timestamp is {skew} s ahead of the clock; {tolerance}")
            }
            (Some(skew), _) => format!("the timestamp is {skew} s old; {tolerance}"),
        }
    }
}

/// Returns the form of a header field that the scheme reads.
fn expected(scheme: &Scheme, name: &'static str) -> Option<String> {
    let mut items = Vec::new();
    let mut separator = None;
    let mut add = |place: &Place, value: Cow<'static, str>| {
        if place.names().contains(&name) {
            separator = separator.or_else(|| place.separator());
            items.push(format!("{}{value}", place.prefix_text()));
        }
    };
    if let Some((place, _)) = &scheme.id {
        add(place, "<id>".into());
    }
    if let Some((place, format)) = &scheme.timestamp {
        add(place, time_of(*format).into());
    }
    add(&scheme.signature, proof_of(scheme));
    if items.is_empty() {
        return None;
    }
    let separator = separator.map(|separator| separator.to_string()).unwrap_or_default();
    Some(format!("expected `{name}: {}`", items.join(&separator)))
}

fn proof_of(scheme: &Scheme) -> Cow<'static, str> {
    match scheme.check {
        Algorithm::Basic => "Basic <user:password in Base64>".into(),
        Algorithm::Bearer => "Bearer <token>".into(),
        Algorithm::Token => "<token>".into(),
        _ => match scheme.encoding {
            Encoding::Hex => "<hex>".into(),
            Encoding::HexUpper => "<upper-case hex>".into(),
            Encoding::Base64 => "<base64>".into(),
            Encoding::Base64Unpadded => "<unpadded base64>".into(),
            Encoding::Base64Url => "<base64url>".into(),
            Encoding::Base64UrlPadded => "<padded base64url>".into(),
        },
    }
}

const fn time_of(format: TimestampFormat) -> &'static str {
    match format {
        TimestampFormat::Seconds => "<seconds>",
        TimestampFormat::Milliseconds => "<milliseconds>",
        TimestampFormat::Rfc3339 => "<date and time>",
        TimestampFormat::DateTimeUtc => "<YYYY-MM-DDThh:mm:ss>",
        TimestampFormat::DateTimeUtcSpaced => "<YYYY-MM-DD hh:mm:ss>",
        TimestampFormat::Iso8601Basic => "<YYYYMMDDThhmmssZ>",
        TimestampFormat::HttpDate => "<HTTP date>",
    }
}

/// Returns a public URL without the parts that may be confidential: user, password and query.
fn shown(url: &PublicUrl) -> String {
    let (text, query) =
        url.as_str().split_once('?').map_or((url.as_str(), ""), |(text, _)| (text, "?…"));
    let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or_default();
    format!("`{scheme}://{host}{path}{query}`")
}

#[cfg(all(test, feature = "sign", feature = "json"))]
#[allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::providers::{
        self, CentrePointBasic, CentrePointBearer, GitHub, GitLab, HubSpot, Slack,
        StandardWebhooks, Stripe, Terra, Texture,
    };
    use crate::{PlainHead, Provider, Signer};

    const NOW: UnixTime = UnixTime::from_seconds(1_800_000_000);
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    fn verifier<P: Provider>(secret: &str) -> Verifier<P> {
        let builder = Verifier::<P>::builder().secret(secret);
        let needs_url = P::SCHEME.signs_url();
        let url = "https://user:pass@hooks.example.com:8443/in?token=hidden";
        let builder = if needs_url { builder.public_url(url) } else { builder };
        builder.build().unwrap()
    }

    fn details<P: Provider>(
        verifier: &Verifier<P>,
        headers: &[(&'static str, String)],
        target: &str,
    ) -> (Rejection, Option<String>) {
        let head = PlainHead::new("POST", target, headers);
        let Err(rejection) = verifier.verify(&head, b"{}", NOW) else {
            panic!("the request was verified")
        };
        (rejection, verifier.details(rejection, Some((&head, NOW))))
    }

    fn signed<P: Provider>(secret: &str, at: u64) -> Vec<(&'static str, String)> {
        Signer::<P>::new(secret).unwrap().sign(b"{}", UnixTime::from_seconds(at)).unwrap()
    }

    #[test]
    fn the_expected_form_of_a_field_is_that_of_the_scheme() {
        fn form<P: Provider>(secret: &str, name: &'static str) -> Option<String> {
            verifier::<P>(secret).details(Rejection::MalformedField(name), None)
        }
        for (form, expected) in [
            (form::<GitHub>("s", "x-hub-signature-256"), "x-hub-signature-256: sha256=<hex>"),
            (form::<Stripe>(SECRET, "stripe-signature"), "stripe-signature: t=<seconds>,v1=<hex>"),
            (
                form::<StandardWebhooks>(SECRET, "webhook-signature"),
                "webhook-signature: v1,<base64>",
            ),
            (form::<StandardWebhooks>(SECRET, "webhook-timestamp"), "webhook-timestamp: <seconds>"),
            (form::<StandardWebhooks>(SECRET, "webhook-id"), "webhook-id: <id>"),
            (form::<GitLab>("a secret token", "x-gitlab-token"), "x-gitlab-token: <token>"),
            (
                form::<CentrePointBasic>("user:password", "authorization"),
                "authorization: Basic <user:password in Base64>",
            ),
            (form::<CentrePointBearer>("token", "authorization"), "authorization: Bearer <token>"),
        ] {
            assert_eq!(form, Some(format!("expected `{expected}`")));
        }
        // A field that the scheme does not read, such as that of a condition.
        assert_eq!(form::<GitHub>("s", "x-api-key"), None);
    }

    #[test]
    fn a_clock_that_differs_is_told_by_how_much() {
        let terra = verifier::<Terra>("s");
        for (at, rejection, text) in [
            (
                NOW.seconds() - 612,
                Rejection::TimestampStale,
                "the timestamp is 612 s old; the tolerance is 300 s",
            ),
            (
                NOW.seconds() + 400,
                Rejection::TimestampAhead,
                "the timestamp is 400 s ahead of the clock; the tolerance is 300 s",
            ),
        ] {
            assert_eq!(
                details(&terra, &signed::<Terra>("s", at), "/"),
                (rejection, Some(text.into()))
            );
        }
        let texture = verifier::<Texture>("s");
        let stale = texture.details(Rejection::TimestampStale, None);
        assert_eq!(stale.as_deref(), Some("the tolerance is 300 s"), "the head is gone");
    }

    #[test]
    fn another_provider_is_named_by_its_header_fields() {
        let github = verifier::<GitHub>("s");
        let (rejection, text) = details(&github, &[("x-gitlab-token", "t".into())], "/");
        assert_eq!(rejection, Rejection::MissingField("x-hub-signature-256"));
        let form = "expected `x-hub-signature-256: sha256=<hex>`";
        assert_eq!(text, Some(format!("{form}; the request has the header fields of `gitlab`")));
        let (_, text) = details(&github, &signed::<Slack>("s", NOW.seconds()), "/");
        assert_eq!(text, Some(format!("{form}; the request has the header fields of `slack`")));
        for general in ["authorization", "content-type", "x-request-id"] {
            let (_, text) = details(&github, &[(general, "Basic dTpw".into())], "/");
            assert_eq!(text.as_deref(), Some(form), "{general}");
        }
        // The signature is there, so the request may well be the provider's.
        let mixed = [("x-hub-signature-256", "sha256=00".into()), ("x-gitlab-token", "t".into())];
        assert_eq!(details(&github, &mixed, "/").1.as_deref(), Some(form));
        // A missing timestamp is no reason to look for another provider.
        let standard = verifier::<StandardWebhooks>(SECRET);
        let partial = [("webhook-signature", "v1,0000".into()), ("x-gitlab-token", "t".into())];
        let (_, text) = details(&standard, &partial, "/");
        assert!(text.is_some_and(|text| !text.contains("gitlab")));
    }

    #[test]
    fn a_public_url_is_named_without_what_may_be_secret() {
        let hubspot = verifier::<HubSpot>("s");
        let signature = hubspot.details(Rejection::SignatureMismatch, None);
        let url = "`https://hooks.example.com:8443/in?…`";
        assert_eq!(signature, Some(format!("checked with the public URL {url}")));
        let path = hubspot.details(Rejection::PathMismatch, None);
        assert_eq!(path, Some(format!("expected the path of {url}")));
        let moved = Verifier::<HubSpot>::builder().secret("s").public_url("https://a.example/b");
        let moved = moved.arrival_path("/inner").build().unwrap();
        let path = moved.details(Rejection::PathMismatch, None);
        assert_eq!(path.as_deref(), Some("expected the path of arrival, `/inner`"));
        let github = verifier::<GitHub>("s");
        assert_eq!(github.details(Rejection::SignatureMismatch, None), None);
    }

    #[test]
    fn limits_and_methods_are_named() {
        let github = Verifier::<GitHub>::builder().secret("s").body_limit(7).build().unwrap();
        for (rejection, text) in [
            (Rejection::BodyTooLarge, "the limit is 7 bytes"),
            (Rejection::BodyDeadlineExceeded, "the deadline is 10 s"),
            (Rejection::MethodNotAllowed, "expected POST"),
            (
                Rejection::ContentCoded,
                "expected no `content-encoding`: turn compression off at the sender",
            ),
        ] {
            assert_eq!(github.details(rejection, None).as_deref(), Some(text));
        }
    }

    /// Nothing that the sender sent is quoted, whatever the field.
    #[test]
    fn nothing_of_the_request_is_quoted() {
        const SENT: &str = "sent-0123";
        for entry in providers::ALL.iter().filter(|entry| entry.scheme.binds_body()) {
            let names: Vec<_> = entry.scheme.fields().collect();
            let github = verifier::<GitHub>("s");
            let headers: Vec<_> = names.iter().map(|name| (*name, SENT.to_string())).collect();
            let (rejection, text) = details(&github, &headers, "/sent-0123");
            assert!(!format!("{rejection} {text:?}").contains(SENT), "{text:?}");
        }
    }
}
