//! The verification of the plain receiver and its flawed copies.

use super::Flaw;
use crate::cases::B;
use crate::sender::Sender;
use crate::setup::TENANTS_SECRET;
use crate::shapes::PUBLIC_URL;
use crate::{BODY_DEADLINE, Ledger, SECRETS};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::time::{SystemTime, UNIX_EPOCH};
use verihook::{Bytes, RejectionKind};

pub(super) struct Head {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) fields: Vec<(String, Vec<u8>)>,
    pub(super) tenancy: Tenancy,
    pub(super) shape: Shape,
}

/// The part of a request that names the tenant.
#[derive(Clone, Copy)]
pub(super) enum Tenancy {
    None,
    Path,
    Query,
}

/// The signed content of the suite's own providers.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    None,
    /// The URL with its query, and either the fields of a form or a digest in the query.
    DigestInQuery,
    /// A header field with a digest.
    DigestInHeader,
    /// The URL with its query, and JSON.
    QueryAndJson,
}

impl Shape {
    pub(super) fn of(endpoint: &str) -> Self {
        match endpoint {
            "shape-digest" => Self::DigestInQuery,
            "shape-content-digest" => Self::DigestInHeader,
            "shape-query" => Self::QueryAndJson,
            _ => Self::None,
        }
    }
}

impl Tenancy {
    pub(super) fn of(endpoint: &str) -> Self {
        match endpoint.split_once(':') {
            Some(("paths", _)) => Self::Path,
            Some(("tenant", _)) => Self::Query,
            _ => Self::None,
        }
    }
}

pub(super) type Step<T> = Result<T, RejectionKind>;

const REFUSED: RejectionKind = RejectionKind::NotAuthentic;

/// The headers that may contain a signature or a credential.
const PROOFS: [&str; 7] = [
    "X-Signature",
    "X-Dropbox-Signature",
    "X-Hub-Signature-256",
    "X-Terra-Signature",
    "Terra-Signature",
    "X-ActiGraph-Signature",
    "Authorization",
];

/// Checks the head, before the body is read.
pub(super) fn judge_head(flaw: Flaw, head: &Head) -> Step<()> {
    if head.method != "POST" && flaw != Flaw::TakesAnyMethod {
        return Err(RejectionKind::MethodNotAllowed);
    }
    if head.is_coded(flaw) && !matches!(flaw, Flaw::IgnoresCoding | Flaw::DecodesBody) {
        return Err(RejectionKind::ContentCoded);
    }
    let proven = PROOFS.iter().any(|name| !head.values(flaw, name).is_empty());
    if !proven && !matches!(flaw, Flaw::AcceptsUnsigned | Flaw::ActsBeforeVerifying) {
        return Err(REFUSED);
    }
    match head.tenancy {
        Tenancy::None => Ok(()),
        Tenancy::Path | Tenancy::Query => refuse_malformed(flaw, head),
    }
}

/// Rejects a malformed or stale signature, before a secret is looked up.
fn refuse_malformed(flaw: Flaw, head: &Head) -> Step<()> {
    if let Some(value) = head.only_value(flaw, "X-Hub-Signature-256")? {
        let signature = text(flaw, value)?;
        signature.strip_prefix("sha256=").and_then(unhex).ok_or(REFUSED)?;
    }
    for name in ["X-Terra-Signature", "Terra-Signature"] {
        let Some(value) = head.only_value(flaw, name)? else { continue };
        let value = text(flaw, value)?;
        let time = value.split(',').find_map(|item| item.trim().strip_prefix("t="));
        refuse_unless_fresh(flaw, time.ok_or(REFUSED)?)?;
    }
    Ok(())
}

/// Verifies a request and runs the handler. Returns the number of verified bytes.
pub(super) fn deliver(flaw: Flaw, head: &Head, mut body: Vec<u8>, ledger: &Ledger) -> Step<usize> {
    if head.is_coded(flaw) && flaw == Flaw::DecodesBody {
        body = B.to_vec(); // the decoded form of the only coded body that the suite sends
    }
    if flaw == Flaw::ActsBeforeVerifying {
        ledger.record(Bytes::from(body.clone()));
    }
    if flaw == Flaw::ParsesBeforeVerifying {
        parse(flaw, head, &body)?;
    }
    verify(flaw, head, &body)?;
    parse(flaw, head, &body)?;
    let length = body.len();
    if flaw != Flaw::ActsBeforeVerifying {
        ledger.record(Bytes::from(body));
    }
    Ok(length)
}

impl Head {
    /// Returns `true` for a request with this method and path.
    pub(super) fn asks(&self, method: &str, path: &str) -> bool {
        (self.method.as_str(), self.path.as_str()) == (method, path)
    }

    /// Returns the secrets of the tenant that the request names, or an empty slice if it is
    /// unknown.
    fn secrets(&self, flaw: Flaw) -> &'static [&'static str] {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let name = match self.tenancy {
            Tenancy::None => "usual",
            Tenancy::Path if flaw == Flaw::ReadsTenantFromTarget => {
                self.path.rsplit('/').next().unwrap_or_default()
            }
            Tenancy::Path => path.strip_prefix('/').unwrap_or_default(),
            Tenancy::Query => query.strip_prefix("tenant=").unwrap_or("usual"),
        };
        match name {
            "usual" | "raw" => &SECRETS,
            "shop" | "json" => &[TENANTS_SECRET],
            _ => &[],
        }
    }

    /// Overrides the method if the body is a form that starts with `_method=`.
    pub(super) fn override_method(&mut self, body: &[u8]) {
        let form = String::from_utf8_lossy(body);
        let named = form.strip_prefix("_method=").and_then(|rest| rest.split('&').next());
        if let Some(method) = named {
            self.method = method.to_ascii_uppercase();
        }
    }

    /// Simulates the look-up of the tenant.
    pub(super) fn look_up(&self, flaw: Flaw) -> Step<()> {
        if self.path.ends_with("?tenant=slow") {
            std::thread::sleep(BODY_DEADLINE);
        }
        if self.path.ends_with("?tenant=slow") || self.path.ends_with("?tenant=down") {
            return Err(RejectionKind::Unavailable);
        }
        if flaw == Flaw::RefusesUnknownTenantsEarly && self.secrets(flaw).is_empty() {
            return Err(REFUSED);
        }
        Ok(())
    }

    fn is_coded(&self, flaw: Flaw) -> bool {
        self.values(flaw, "Content-Encoding").iter().any(|coding| *coding != b"identity")
    }

    /// Returns the values of a header, by its name as the documentation writes it.
    pub(super) fn values(&self, flaw: Flaw, name: &str) -> Vec<&[u8]> {
        let same = |field: &str| match flaw {
            Flaw::MindsHeaderCase => field == name,
            Flaw::MistakesUnderscores => field.replace('_', "-").eq_ignore_ascii_case(name),
            _ => field.eq_ignore_ascii_case(name),
        };
        self.fields
            .iter()
            .filter(|(field, _)| same(field))
            .map(|(_, value)| value.as_slice())
            .collect()
    }

    fn only_value(&self, flaw: Flaw, name: &str) -> Step<Option<&[u8]>> {
        match self.values(flaw, name).as_slice() {
            [] => Ok(None),
            [value] if value.len() > 16 * 1024 && flaw != Flaw::ReadsLongHeaders => Err(REFUSED),
            [value] => Ok(Some(value)),
            [first, ..] if flaw == Flaw::TakesFirstHeader => Ok(Some(first)),
            _ => Err(REFUSED),
        }
    }
}

/// Rejects everything but a JSON object under `/json`.
fn parse(flaw: Flaw, head: &Head, body: &[u8]) -> Step<()> {
    if head.path != "/json" {
        return Ok(());
    }
    let json = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let object = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(json);
    let unfit = if flaw == Flaw::ConfusesPayloads { REFUSED } else { RejectionKind::Payload };
    object.map(|_| ()).map_err(|_| unfit)
}

fn verify(flaw: Flaw, head: &Head, body: &[u8]) -> Step<()> {
    if flaw == Flaw::FailsOpen {
        return Ok(());
    }
    if let Some(credential) = head.only_value(flaw, "Authorization")? {
        return verify_password(flaw, credential);
    }
    if let Some(value) = head.only_value(flaw, "X-Signature")? {
        let content = signed_content(flaw, head, body)?;
        return one_fits(flaw, head, &[&text(flaw, value)?], &content);
    }
    if let Some(value) = head.only_value(flaw, "X-Dropbox-Signature")? {
        return one_fits(flaw, head, &[&text(flaw, value)?], body);
    }
    if let Some(value) = head.only_value(flaw, "X-ActiGraph-Signature")? {
        let text = text(flaw, value)?;
        let fits =
            SECRETS.iter().any(|secret| crate::canary::base64(&mac(secret, body), b"+/") == text);
        return if fits { Ok(()) } else { Err(REFUSED) };
    }
    let github = head.only_value(flaw, "X-Hub-Signature-256")?;
    let terra = match head.only_value(flaw, "X-Terra-Signature")? {
        None => head.only_value(flaw, "Terra-Signature")?,
        found => found,
    };
    match (github, terra) {
        (Some(value), _) => verify_github(flaw, head, value, body),
        (None, Some(value)) => verify_terra(flaw, head, value, body),
        (None, None) if flaw == Flaw::AcceptsUnsigned => Ok(()),
        (None, None) => Err(REFUSED),
    }
}

/// Checks a Basic credential against the two passwords, without decoding its Base64.
fn verify_password(flaw: Flaw, credential: &[u8]) -> Step<()> {
    let text = text(flaw, credential)?;
    let (word, credential) = text.split_once(' ').ok_or(REFUSED)?;
    if !word.eq_ignore_ascii_case("basic") && flaw != Flaw::IgnoresSchemeWord {
        return Err(REFUSED);
    }
    // `study:`, `old` and `s3cret`: the length of each is a multiple of three, so each has its own
    // Base64 within the whole.
    let (user, passwords) = ("c3R1ZHk6", ["b2xk", "czNjcmV0"]);
    let right = match credential.split_at_checked(user.len()) {
        Some(_) if flaw == Flaw::IgnoresUser => {
            passwords.iter().any(|one| credential.ends_with(one))
        }
        Some((given, _)) if flaw == Flaw::IgnoresPassword => given == user,
        Some((given, password)) => given == user && passwords.contains(&password),
        None => false,
    };
    if right { Ok(()) } else { Err(REFUSED) }
}

/// Returns the signed content of this request, for a provider of the suite.
fn signed_content(flaw: Flaw, head: &Head, body: &[u8]) -> Step<Vec<u8>> {
    let query = head.path.find('?').and_then(|start| head.path.get(start..)).unwrap_or_default();
    let url = format!("{PUBLIC_URL}{query}");
    let is_right = |digest: &str| digest == Sender::digest(body) || flaw == Flaw::IgnoresDigest;
    match head.shape {
        Shape::None => Err(REFUSED),
        Shape::DigestInHeader => {
            let digest = head.only_value(flaw, "X-Digest")?.ok_or(REFUSED)?;
            let digest = text(flaw, digest)?;
            if is_right(&digest) { Ok(digest.into_bytes()) } else { Err(REFUSED) }
        }
        Shape::DigestInQuery => {
            let digests: Vec<_> =
                query.split(['?', '&']).filter_map(|pair| pair.strip_prefix("digest=")).collect();
            let anywhere = flaw == Flaw::TakesDigestAnywhere;
            match digests.as_slice() {
                [] => {
                    let content = [url.as_bytes(), &fields_of(body)].concat();
                    if ends_in_digest(&content) && !anywhere { Err(REFUSED) } else { Ok(content) }
                }
                [digest] if is_right(digest) && (ends_in_digest(url.as_bytes()) || anywhere) => {
                    Ok(url.into_bytes())
                }
                _ => Err(REFUSED),
            }
        }
        Shape::QueryAndJson => {
            let is_json = matches!(body.first(), None | Some(b'{' | b'['));
            let is_query = !query.contains(['{', '[', ']', '}', '"']);
            if (is_json && is_query) || flaw == Flaw::JoinsQueryAndBody {
                return Ok([url.as_bytes(), body].concat());
            }
            Err(REFUSED)
        }
    }
}

/// Returns the names and values of a form's fields, sorted.
fn fields_of(body: &[u8]) -> Vec<u8> {
    let mut fields: Vec<_> =
        body.split(|byte| *byte == b'&').filter(|field| !field.is_empty()).collect();
    fields.sort_unstable();
    let parts = fields.iter().flat_map(|field| field.splitn(2, |byte| *byte == b'='));
    parts.flat_map(percent_decoded).collect()
}

fn percent_decoded(mut text: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::new();
    while let Some((&first, rest)) = text.split_first() {
        let code = rest.get(..2).filter(|_| first == b'%');
        let code =
            code.and_then(|code| u8::from_str_radix(core::str::from_utf8(code).ok()?, 16).ok());
        decoded.push(code.unwrap_or(first));
        text = if code.is_some() { rest.get(2..).unwrap_or_default() } else { rest };
    }
    decoded
}

/// Returns `true` if the signed content ends in a digest parameter.
fn ends_in_digest(content: &[u8]) -> bool {
    let last = content.rsplit(|byte| matches!(byte, b'?' | b'&')).next().unwrap_or_default();
    last.strip_prefix(b"digest=").is_some_and(|digest| digest.len() == 64)
}

fn verify_github(flaw: Flaw, head: &Head, value: &[u8], body: &[u8]) -> Step<()> {
    let value = text(flaw, value)?;
    let signature = value.strip_prefix("sha256=").ok_or(REFUSED)?;
    let content = match flaw {
        Flaw::DecodesText => String::from_utf8_lossy(body).into_owned().into_bytes(),
        Flaw::TrimsBody => body.trim_ascii().to_vec(),
        Flaw::WritesJsonAgain => String::from_utf8_lossy(body).replace(": ", ":").into_bytes(),
        _ => body.to_vec(),
    };
    one_fits(flaw, head, &[signature], &content)
}

fn verify_terra(flaw: Flaw, head: &Head, value: &[u8], body: &[u8]) -> Step<()> {
    let value = text(flaw, value)?;
    let items: Vec<&str> = value.split(',').map(str::trim).collect();
    if items.len() > 32 && flaw != Flaw::SearchesLongLists {
        return Err(REFUSED);
    }
    let mut times = items.iter().filter_map(|item| item.strip_prefix("t="));
    let now = now().to_string();
    let time = match times.next() {
        None if flaw == Flaw::NeedsNoTime => &now,
        time => time.ok_or(REFUSED)?,
    };
    if times.next().is_some() && flaw != Flaw::TakesFirstTime {
        return Err(REFUSED);
    }
    let signatures: Vec<&str> = items
        .iter()
        .filter_map(|item| match flaw {
            Flaw::AcceptsOtherVersions => item.strip_prefix('v')?.get(2..),
            _ => item.strip_prefix("v1="),
        })
        .collect();
    if signatures.len() > 16 && flaw != Flaw::CountsNothing {
        return Err(REFUSED);
    }
    if flaw == Flaw::SpoiltByOne && signatures.iter().any(|signature| unhex(signature).is_none()) {
        return Err(REFUSED);
    }
    refuse_unless_fresh(flaw, time)?;
    one_fits(flaw, head, &signatures, &[time.as_bytes(), b".", body].concat())
}

fn refuse_unless_fresh(flaw: Flaw, time: &str) -> Step<()> {
    let strict = time.bytes().all(|byte| byte.is_ascii_digit()) && !time.starts_with('0');
    let number = match flaw {
        Flaw::ParsesLoosely | Flaw::WrapsAge => time.parse::<i64>().ok(),
        Flaw::ReadsDigitsAndStops => {
            let digits = time.bytes().take_while(u8::is_ascii_digit).count();
            time.get(..digits).and_then(|time| time.parse().ok())
        }
        _ if strict => time.parse().ok(),
        _ => None,
    };
    let time = number.ok_or(REFUSED)?;
    let now = now();
    let fresh = match flaw {
        // The age of i64::MIN is negative, and so below any bound.
        Flaw::WrapsAge => now.wrapping_sub(time) <= 300 && time <= now + 300,
        Flaw::AcceptsStale => time <= now + 300,
        Flaw::AcceptsFuture => now - time <= 300,
        _ => now.abs_diff(time) <= 300,
    };
    if fresh { Ok(()) } else { Err(REFUSED) }
}

fn now() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    i64::try_from(now).unwrap_or(i64::MAX)
}

#[allow(clippy::panic, reason = "a flawed receiver panics")]
fn text(flaw: Flaw, value: &[u8]) -> Step<String> {
    match String::from_utf8(value.to_vec()) {
        Ok(text) => Ok(text),
        Err(_) if flaw == Flaw::PanicsOnText => panic!("intended panic: the header is not UTF-8"),
        Err(_) => Err(REFUSED),
    }
}

fn one_fits(flaw: Flaw, head: &Head, signatures: &[&str], content: &[u8]) -> Step<()> {
    let mut secrets = head.secrets(flaw).to_vec();
    match flaw {
        Flaw::KnowsOneSecret => secrets.truncate(0),
        Flaw::AcceptsEmptyKey => secrets.push(""),
        _ => {}
    }
    if flaw == Flaw::KnowsOneSecret {
        secrets.push(SECRETS[1]);
    }
    let fits = secrets.iter().any(|secret| {
        let expected = mac(secret, content);
        signatures.iter().any(|signature| match flaw {
            Flaw::ComparesText => *signature == hex(&expected),
            Flaw::ComparesPrefix => {
                unhex(signature).is_some_and(|given| expected.starts_with(&given))
            }
            Flaw::ParsesHexLoosely => pairs(signature).is_some_and(|given| given == expected),
            _ => unhex(signature).is_some_and(|given| given == expected),
        })
    });
    if fits { Ok(()) } else { Err(REFUSED) }
}

fn mac(secret: &str, content: &[u8]) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return Vec::new() };
    mac.update(content);
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    pairs(text)
}

/// Parses pairs of characters as hexadecimal numbers, with a sign if there is one.
fn pairs(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) {
        return None;
    }
    let digits: Vec<char> = text.chars().collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).ok())
        .collect()
}

/// Returns the status and text of the answer for a rejection of this kind.
pub(super) fn answer_of(flaw: Flaw, kind: RejectionKind) -> (u16, String) {
    let (status, text) = match kind {
        _ if flaw == Flaw::AnswersServerError => (500, ""),
        _ if flaw == Flaw::TellsWhy => return (401, format!("{kind:?}")),
        RejectionKind::Forbidden => (403, "forbidden\n"),
        RejectionKind::MethodNotAllowed => (405, "method not allowed\n"),
        RejectionKind::TimedOut => (408, "body took too long\n"),
        RejectionKind::TooLarge => (413, "body too large\n"),
        RejectionKind::Unavailable => (503, "not available now\n"),
        RejectionKind::ContentCoded => (415, "content coding not supported\n"),
        RejectionKind::Malformed => (400, "request malformed or incomplete\n"),
        RejectionKind::Payload => (422, "payload not understood\n"),
        _ => (401, "webhook not authentic\n"),
    };
    (status, text.to_owned())
}

/// Returns the header that belongs to a status.
pub(super) fn field_of(flaw: Flaw, status: u16) -> Option<(&'static str, &'static str)> {
    match status {
        401 if flaw == Flaw::AsksForNothing => None,
        405 if flaw == Flaw::NamesNoMethods => None,
        401 => Some(("www-authenticate", "Basic realm=\"webhook\", charset=\"UTF-8\"")),
        405 => Some(("allow", "POST")),
        503 => Some(("retry-after", "1")),
        _ => None,
    }
}
