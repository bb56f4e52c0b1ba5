//! From arguments to a plan.

use super::Arguments;
use super::delivery::{Body, Plan, Shift};
use crate::UsageError;
use crate::request::read_file;
use crate::samples::{self, Sample, SampleSet};
use http::{HeaderName, HeaderValue, Method, Uri};
use sha2::{Digest as _, Sha256};
use std::hash::{BuildHasher as _, RandomState};
use verihook::ProviderEntry;
use zeroize::Zeroizing;

/// A body, with what its header fields say about it.
struct Content<'a> {
    body: Body,
    media_type: &'static str,
    event: Option<&'a str>,
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const BINARY: &str = "application/octet-stream";
const TEXT: &str = "text/plain; charset=utf-8";

impl Arguments {
    /// Returns the plan and the name of the event.
    pub(super) fn plan(
        &self,
        entry: &'static ProviderEntry,
    ) -> Result<(Plan, Option<&str>), UsageError> {
        let url = self.url.as_deref().unwrap_or_default();
        let content = self.content(samples::of(entry.slug))?;
        let digest = digest_parameter(entry, &content);
        let with_digest = |url: &str| with_parameter(url, digest.as_deref());
        let base = absolute(&with_digest(url))?;
        let (secret, other_secret) = self.signing_secrets()?;
        let plan = Plan {
            entry,
            secret,
            other_secret,
            base,
            public_url: with_digest(self.public_url.as_deref().unwrap_or(url)),
            method: self.checked_method()?,
            fields: fields(samples::of(entry.slug), content.media_type, content.event),
            body: content.body,
            own_fields: self.own_fields()?,
            id: self.checked_id()?,
            now: self.now,
            shift: self.shift(),
            tamper: self.tamper,
            first_serial: RandomState::new().hash_one(std::process::id()),
        };
        Ok((plan, content.event))
    }

    fn signing_secrets(
        &self,
    ) -> Result<(Zeroizing<String>, Option<Zeroizing<String>>), UsageError> {
        let mut secrets = self.secrets.read_some()?.into_iter().map(|secret| secret.text);
        let first = secrets.next().unwrap_or_default();
        let second = secrets.next();
        let takes_two = self.tamper == Some(super::Tamper::Secret);
        if secrets.next().is_some() || (second.is_some() && !takes_two) {
            return Err(UsageError::new(
                "expected one signing secret, or with `--tamper secret` a second one to sign with",
            ));
        }
        Ok((first, second))
    }

    fn content(&self, set: Option<&'static SampleSet>) -> Result<Content<'_>, UsageError> {
        let own = match (&self.body, &self.body_file) {
            (Some(text), _) => Some(text.clone().into_bytes()),
            (None, Some(file)) => Some(read_file(file)?),
            (None, None) => None,
        };
        let named = self.event.as_deref();
        let sample = named.and_then(|event| set?.find(event));
        // The provider's own spelling, if the name is known.
        let event = sample.map(|sample| sample.event).or(named);
        if let Some(body) = own {
            let media_type = media_type(&body, set);
            return Ok(Content { body: Body::Own(body), media_type, event });
        }
        let samples = set.map_or(&[][..], |set| set.samples);
        match (named, sample.or_else(|| samples.first())) {
            (Some(name), _) if sample.is_none() => Err(no_sample(name, samples)),
            (_, Some(sample)) => Ok(of_sample(sample)),
            (_, None) => Ok(Content { body: Body::Json(MINIMAL), media_type: JSON, event: None }),
        }
    }

    fn own_fields(&self) -> Result<Vec<(String, String)>, UsageError> {
        // The field is not repeated: it may be a credential.
        let split = |(index, field): (usize, &String)| {
            let malformed = || {
                let number = index + 1;
                UsageError::new(format_args!("header field {number}: expected `name: value`"))
            };
            let (name, value) = field.split_once(':').ok_or_else(malformed)?;
            let name = HeaderName::from_bytes(name.trim().as_bytes()).map_err(|_| malformed())?;
            let value = value.trim();
            HeaderValue::from_str(value).map_err(|_| malformed())?;
            Ok((name.as_str().to_owned(), value.to_owned()))
        };
        self.headers.iter().enumerate().map(split).collect()
    }

    fn checked_method(&self) -> Result<String, UsageError> {
        let method = Method::from_bytes(self.method.as_bytes());
        let method =
            method.map_err(|_| UsageError::new("--method: expected a method, as `POST`"))?;
        Ok(method.as_str().to_owned())
    }

    fn checked_id(&self) -> Result<Option<String>, UsageError> {
        let visible =
            |id: &String| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_graphic());
        if !self.id.iter().all(visible) {
            return Err(UsageError::new("--id: expected visible ASCII characters without spaces"));
        }
        Ok(self.id.clone())
    }

    fn shift(&self) -> Option<Shift> {
        self.stale.map(Shift::Past).or_else(|| self.ahead.map(Shift::Future))
    }
}

/// A body for a provider of which there are no samples.
const MINIMAL: &str =
    r#"{"id":"evt_f00df00df00d","type":"test","created":1795000000,"timestamp":1795000000000}"#;

fn of_sample(sample: &'static Sample) -> Content<'static> {
    let template = sample.template();
    let (body, media_type) =
        if sample.is_form() { (Body::Form(template), FORM) } else { (Body::Json(template), JSON) };
    Content { body, media_type, event: Some(sample.event) }
}

fn no_sample(name: &str, samples: &[Sample]) -> UsageError {
    let known: Vec<_> = samples.iter().map(|sample| sample.event).collect();
    UsageError::new(format_args!(
        "no sample of the event `{name}`; there are `{}` (give --body or --body-file for others)",
        known.join("`, `")
    ))
}

/// Returns the media type of a body from the command line.
fn media_type(body: &[u8], set: Option<&SampleSet>) -> &'static str {
    if serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok() {
        return JSON;
    }
    let sends_forms = set.is_some_and(|set| set.samples.iter().any(Sample::is_form));
    match (core::str::from_utf8(body), sends_forms) {
        (Err(_), _) => BINARY,
        (Ok(_), true) => FORM,
        (Ok(_), false) => TEXT,
    }
}

/// Returns the parameter with which Twilio signs a body that is not a form.
fn digest_parameter(entry: &ProviderEntry, content: &Content<'_>) -> Option<String> {
    let Body::Own(body) = &content.body else { return None };
    let applies = entry.slug.starts_with("twilio") && content.media_type != FORM;
    let hexadecimal = |digest: [u8; 32]| digest.map(|byte| format!("{byte:02x}")).concat();
    applies.then(|| format!("bodySHA256={}", hexadecimal(Sha256::digest(body).into())))
}

fn with_parameter(url: &str, parameter: Option<&str>) -> String {
    let Some(parameter) = parameter else { return url.to_owned() };
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}{parameter}")
}

/// Returns the header fields around the signed ones.
fn fields(set: Option<&SampleSet>, media_type: &str, event: Option<&str>) -> Vec<(String, String)> {
    let provider = set.map_or(&[][..], |set| set.headers);
    let mut fields = Vec::new();
    let mut add = |name: &str, value: String| {
        if !fields.iter().any(|(other, _)| other == name) {
            fields.push((name.to_owned(), value));
        }
    };
    if media_type != JSON {
        add("content-type", media_type.to_owned());
    }
    for (name, value) in provider {
        match event {
            Some(event) => add(name, value.replace("{event}", event)),
            None if value.contains("{event}") => {}
            None => add(name, (*value).to_owned()),
        }
    }
    add("content-type", media_type.to_owned());
    add("user-agent", concat!("verihook/", env!("CARGO_PKG_VERSION")).to_owned());
    fields
}

fn absolute(url: &str) -> Result<Uri, UsageError> {
    let parsed = url.parse::<Uri>().ok();
    let http = |uri: &Uri| matches!(uri.scheme_str(), Some("http" | "https"));
    parsed.filter(|uri| http(uri) && uri.host().is_some_and(|host| !host.is_empty())).ok_or_else(
        || UsageError::new("expected a URL that begins with `http://` or `https://` and a host"),
    )
}
