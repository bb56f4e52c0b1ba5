//! Requests from HTTP archives (HAR), which browsers and proxies export.

use super::CapturedRequest;
use crate::UsageError;
use crate::judge::target_of;
use crate::output::{WARNING, error_line, styled, visible};
use base64ct::{Base64, Encoding as _};
use core::fmt::Write as _;
use serde_json::Value;

/// Reads the request of an entry, or of the only entry that can be a webhook.
pub(super) fn read(bytes: &[u8], entry: Option<usize>) -> Result<CapturedRequest, UsageError> {
    // Some tools write a byte order mark, which JSON does not have.
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let requests = requests(bytes)?;
    let index = match entry {
        Some(number) => number.checked_sub(1).filter(|index| *index < requests.len()),
        None => Some(only(&requests)?),
    };
    let request = index.and_then(|index| requests.get(index)).ok_or_else(|| {
        UsageError::new(format_args!(
            "the archive has {} entries: expected `--entry` between 1 and that number",
            requests.len()
        ))
    })?;
    let body = match &request.content {
        Some(content) => content.decode(encoding_of(bytes, index.unwrap_or_default()))?,
        None => Vec::new(),
    };
    Ok(CapturedRequest {
        method: request.method.clone(),
        target: target_of(request.url.split('#').next().unwrap_or_default()),
        // HTTP/2 has the request line in fields like `:path`.
        headers: request
            .headers
            .iter()
            .filter(|(name, _)| !name.starts_with(':'))
            .map(|(name, value)| (name.clone(), value.clone().into_bytes()))
            .collect(),
        body,
    })
}

/// The request of an entry, from an archive of either version.
struct Recorded {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    content: Option<Content>,
}

struct Content {
    media: String,
    text: Option<String>,
    /// The fields of a form, and whether each is a file.
    fields: Vec<(String, String, bool)>,
}

macro_rules! recorded {
    ($request:expr) => {{
        let request = $request;
        Recorded {
            method: request.method,
            url: request.url,
            headers: request.headers.into_iter().map(|field| (field.name, field.value)).collect(),
            content: request.post_data.map(|data| Content {
                media: data.mime_type,
                text: data.text,
                fields: (data.params.into_iter().flatten())
                    .map(|field| {
                        let is_file = field.file_name.is_some();
                        (field.name, field.value.unwrap_or_default(), is_file)
                    })
                    .collect(),
            }),
        }
    }};
}

fn requests(bytes: &[u8]) -> Result<Vec<Recorded>, UsageError> {
    let archive = har::from_slice(bytes).map_err(|why| not_an_archive(&why))?;
    // The types of the two versions differ, but not in what is read here.
    Ok(match archive.log {
        har::Spec::V1_2(log) => {
            log.entries.into_iter().map(|entry| recorded!(entry.request)).collect()
        }
        har::Spec::V1_3(log) => {
            log.entries.into_iter().map(|entry| recorded!(entry.request)).collect()
        }
    })
}

/// Describes why the file is not an archive, without values from it: they may be secret.
fn not_an_archive(why: &har::Error) -> UsageError {
    let detail = match why {
        har::Error::DecodeJson { source } if source.line() > 0 => {
            format!("not JSON at line {}, column {}", source.line(), source.column())
        }
        har::Error::DecodeJson { source } => {
            let message = source.to_string();
            if message.starts_with("missing field") {
                message
            } else {
                "a member has the wrong type".into()
            }
        }
        har::Error::MissingLog => "there is no `log`".into(),
        har::Error::MissingVersion => "there is no `log.version`".into(),
        har::Error::UnsupportedVersion(_) => "`log.version` is not 1.2 or 1.3".into(),
        _ => "it cannot be read".into(),
    };
    UsageError::new(format_args!("not an HTTP archive (HAR 1.2 or 1.3): {detail}"))
}

/// Returns the index of the only entry that can be a webhook.
fn only(requests: &[Recorded]) -> Result<usize, UsageError> {
    let is_candidate =
        |request: &Recorded| matches!(request.method.as_str(), "POST" | "PUT" | "PATCH" | "DELETE");
    let mut candidates = requests.iter().enumerate().filter(|(_, request)| is_candidate(request));
    match (candidates.next(), candidates.next()) {
        (Some((index, _)), None) => Ok(index),
        (None, _) => Err(UsageError::new(format_args!(
            "none of the {} entries is a POST, PUT, PATCH or DELETE: choose one with `--entry`",
            requests.len()
        ))),
        (Some(_), Some(_)) => {
            let mut text = "several entries match: choose one with `--entry`".to_owned();
            for (index, request) in requests.iter().enumerate() {
                if is_candidate(request) {
                    let line = format!("{} {}", request.method, shown(&request.url));
                    let _ = write!(text, "\n  {} {}", index + 1, visible(&line));
                }
            }
            Err(UsageError(text))
        }
    }
}

/// Returns a URL without the parts that may be secret: user, password and query.
fn shown(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or_default();
    format!("{scheme}://{host}{path}")
}

/// Returns the encoding of the body of an entry, a member that HAR 1.2 lacks and tools write.
fn encoding_of(bytes: &[u8], index: usize) -> Option<String> {
    let archive: Value = serde_json::from_slice(bytes).ok()?;
    let entry = archive.get("log")?.get("entries")?.get(index)?;
    Some(entry.get("request")?.get("postData")?.get("encoding")?.as_str()?.to_owned())
}

impl Content {
    fn decode(&self, encoding: Option<String>) -> Result<Vec<u8>, UsageError> {
        let Some(text) = &self.text else { return self.form() };
        match encoding.as_deref() {
            None | Some("" | "utf-8" | "utf8" | "UTF-8") => Ok(text.clone().into_bytes()),
            Some("base64") => Base64::decode_vec(text)
                .map_err(|_| UsageError::new("the body of the entry is not valid Base64")),
            Some(_) => Err(UsageError::new(
                "the body of the entry has an unknown encoding: expected none, or `base64`",
            )),
        }
    }

    /// Serialises the fields of a form, of which the archive has no text.
    fn form(&self) -> Result<Vec<u8>, UsageError> {
        if self.fields.is_empty() {
            return Ok(Vec::new());
        }
        let is_form = self.media.starts_with("application/x-www-form-urlencoded");
        if !is_form || self.fields.iter().any(|(_, _, is_file)| *is_file) {
            return Err(UsageError::new(
                "the entry has only the fields of its body, not the bytes that were signed: expected \
                 `postData.text`",
            ));
        }
        let pairs: Vec<_> = self.fields.iter().map(|(name, value, _)| (name, value)).collect();
        error_line(format_args!(
            "{} the archive has no text of the body, so its form is serialised from `params`: \
             the bytes may differ from those that were signed",
            styled(WARNING, "warning:")
        ));
        serde_urlencoded::to_string(pairs).map(String::into_bytes).map_err(UsageError::new)
    }
}
