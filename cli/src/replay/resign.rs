//! Signs a stored request anew.

use crate::UsageError;
use crate::request::CapturedRequest;
use crate::secrets::NamedSecret;
use http::Uri;
use http::uri::Authority;
use verihook::{Any, ProviderEntry, Signer, UnixTime};

/// Replaces the signature, the timestamp and the delivery id of a request.
pub(super) struct Resigner<'r> {
    pub(super) provider: &'static ProviderEntry,
    pub(super) secret: &'r NamedSecret,
    pub(super) public_url: Option<&'r str>,
    /// The server that the request is sent to.
    pub(super) origin: &'r Uri,
    pub(super) id: Option<&'r str>,
    pub(super) now: UnixTime,
}

impl Resigner<'_> {
    pub(super) fn sign(self, request: CapturedRequest) -> Result<CapturedRequest, UsageError> {
        let names = Names::of(self.provider);
        let id = self.id.map(str::to_owned).or_else(|| names.id_of(&request));
        let CapturedRequest { method, target, headers: mut kept, body } = request;
        kept.retain(|(name, _)| !names.replaced(name));
        let target = names.without_parameters(&target);
        let signed = self.signed(&method, &target, &kept, id, &body)?;
        kept.retain(|(name, _)| {
            !signed.headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name))
        });
        let fresh = signed.headers.into_iter();
        kept.extend(fresh.map(|(name, value)| (name, value.into_bytes())));
        Ok(CapturedRequest { method, target: signed.target, headers: kept, body })
    }

    fn signed(
        &self,
        method: &str,
        target: &str,
        kept: &[(String, Vec<u8>)],
        id: Option<String>,
        body: &[u8],
    ) -> Result<Signed, UsageError> {
        let signer = Signer::<Any>::of(self.provider, self.secret.to_secret());
        let signer = signer.and_then(|signer| signer.public_url(self.url(target)));
        let mut signer = signer.map_err(UsageError::new)?.method(method).target(target);
        if let Some(id) = id {
            signer = signer.id(id);
        }
        let mut given = 0_usize;
        for (name, value) in kept {
            if let Ok(value) = core::str::from_utf8(value) {
                // The signer takes names that live as long as the program. There is one request.
                signer = signer.header(name.to_ascii_lowercase().leak(), value);
                given = given.saturating_add(1);
            }
        }
        let failed = |why| UsageError::new(format_args!("the request cannot be signed: {why}"));
        let headers = signer.sign(body, self.now).map_err(failed)?;
        let target = signer.sign_target(body, self.now).map_err(failed)?;
        // The fields that were given to the signer come first.
        let fresh = headers.into_iter().skip(given);
        let headers = fresh.map(|(name, value)| (name.to_owned(), value)).collect();
        Ok(Signed { headers, target })
    }

    fn url(&self, target: &str) -> String {
        if let Some(url) = self.public_url {
            return url.to_owned();
        }
        let scheme = self.origin.scheme_str().unwrap_or("http");
        let authority = self.origin.authority().map_or("", Authority::as_str);
        format!("{scheme}://{authority}{target}")
    }
}

struct Signed {
    headers: Vec<(String, String)>,
    target: String,
}

/// The names under which a scheme has its signature, its timestamp and its delivery id.
///
/// They are those in the description of the scheme, which quotes names with backticks. A prefix of
/// a value is quoted too, but no header field has its name.
struct Names {
    /// Header fields and query parameters.
    replaced: Vec<String>,
    id: Vec<String>,
}

impl Names {
    fn of(provider: &ProviderEntry) -> Self {
        let (mut replaced, mut id) = (Vec::new(), Vec::new());
        for line in provider.scheme.to_string().lines() {
            let Some((fact, rest)) = line.split_once(": ") else { continue };
            if rest.contains("not signed") {
                continue;
            }
            let names = rest.split('`').skip(1).step_by(2).map(str::to_ascii_lowercase);
            match fact {
                "signature" | "credential" | "timestamp" => replaced.extend(names),
                "delivery id" => id.extend(names),
                _ => {}
            }
        }
        replaced.extend(id.iter().cloned());
        Self { replaced, id }
    }

    fn replaced(&self, name: &str) -> bool {
        self.replaced.iter().any(|own| own.eq_ignore_ascii_case(name))
    }

    /// Returns the signed delivery id of a request.
    fn id_of(&self, request: &CapturedRequest) -> Option<String> {
        let is_id = |name: &str| self.id.iter().any(|own| own.eq_ignore_ascii_case(name));
        let (_, value) = request.headers.iter().find(|(name, _)| is_id(name))?;
        String::from_utf8(value.clone()).ok()
    }

    /// Removes the query parameters that are replaced.
    fn without_parameters(&self, target: &str) -> String {
        let Some((path, query)) = target.split_once('?') else { return target.to_owned() };
        let is_kept = |item: &&str| !self.replaced(item.split('=').next().unwrap_or_default());
        let kept: Vec<_> = query.split('&').filter(is_kept).collect();
        if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::Names;
    use verihook::providers;

    fn names(slug: &str) -> Names {
        Names::of(providers::by_slug(slug).unwrap())
    }

    #[test]
    fn the_fields_of_a_scheme_are_known() {
        let slack = names("slack");
        assert!(slack.replaced("X-Slack-Signature") && slack.replaced("x-slack-request-timestamp"));
        let standard = names("standard-webhooks");
        assert_eq!(standard.id.first().map(String::as_str), Some("webhook-id"));
        assert!(standard.replaced("Webhook-Timestamp") && !standard.replaced("content-type"));
        assert!(names("centrepoint-basic").replaced("authorization"));
        // The id of GitHub is not signed, so a new signature leaves it as it is.
        assert!(!names("github").replaced("x-github-delivery"));
    }

    #[test]
    fn old_parameters_are_removed() {
        let names = Names { replaced: vec!["sig".into()], id: vec![] };
        assert_eq!(names.without_parameters("/a?b=c&sig=d&e"), "/a?b=c&e");
        assert_eq!(names.without_parameters("/a?sig=d"), "/a");
        assert_eq!(names.without_parameters("/a?"), "/a?");
    }
}
