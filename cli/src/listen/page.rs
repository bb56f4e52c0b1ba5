//! The page that shows what arrived, and the data it loads.

use super::events::{Streams, events};
use super::host::Hosts;
use super::journal::Journal;
use super::receive::{Body, plain, whole};
use crate::request::raw::{self, Length};
use crate::store::Entry;
use base64ct::{Base64, Encoding as _};
use core::hash::{BuildHasher as _, Hasher as _};
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use hyper::body::Incoming;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::hash_map::RandomState;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::watch;

/// The path of the page. Everything else is a delivery.
pub(super) const PREFIX: &str = "/_verihook";

/// The longest body that the page shows, in bytes. The file has all of it.
const MAX_SHOWN: usize = 512 * 1024;

/// The maximum number of requests in one list.
const MAX_LIST: usize = 1000;

/// The server that `replay` is shown for if requests are not forwarded.
const OWN_SERVER: &str = "http://localhost:3000";

pub(super) struct Page {
    pub(super) hosts: Hosts,
    pub(super) url: String,
    pub(super) provider: Option<String>,
    pub(super) forward: Option<String>,
    /// The folder, if it is not the default.
    pub(super) folder: Option<PathBuf>,
    pub(super) journal: Arc<Journal>,
    pub(super) streams: Streams,
}

impl Page {
    /// Leads a browser from `/` to the page. `None` for a delivery.
    pub(super) fn redirect(&self, request: &Request<Incoming>) -> Option<Response<Body>> {
        let accept = request.headers().get(header::ACCEPT)?.to_str().ok()?;
        let is_browser = request.method() == Method::GET
            && request.uri().path_and_query().is_some_and(|target| target.as_str() == "/")
            && accept.contains("text/html")
            && self.hosts.allow(request.headers());
        is_browser.then(see_page)
    }

    pub(super) async fn answer(
        &self,
        request: &Request<Incoming>,
        stopped: watch::Receiver<bool>,
    ) -> Response<Body> {
        if !self.hosts.allow(request.headers()) {
            return plain(
                StatusCode::FORBIDDEN,
                "the page is shown only on this machine: open it by its own address, without a \
                 proxy\n",
            );
        }
        if request.method() != Method::GET {
            let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "method not allowed\n");
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET"));
            return response;
        }
        let uri = request.uri();
        let path = uri.path().strip_prefix(PREFIX).unwrap_or_default();
        let mut response = match path {
            "" => see_page(),
            "/" => page(),
            "/state" => json_response(&self.state()),
            "/events" => {
                let mark = request.headers().get("last-event-id");
                let mark = mark.and_then(|mark| mark.to_str().ok());
                events(&self.streams, Arc::clone(&self.journal), mark, stopped)
            }
            "/requests" => self.list(uri.query().unwrap_or_default()),
            _ => self.request(path).await.unwrap_or_else(not_found),
        };
        for (name, value) in SAFE_FIELDS {
            let name = HeaderName::from_static(name);
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }

    fn state(&self) -> Value {
        json!({
            "url": self.url,
            "provider": self.provider,
            "forward": self.forward,
            "count": self.journal.len(),
        })
    }

    /// Lists requests, newest first: `before=<id>&limit=<number>`.
    fn list(&self, query: &str) -> Response<Body> {
        let number = |name: &str| {
            let mut items = query.split('&').filter_map(|item| item.split_once('='));
            items.find(|(own, _)| *own == name).and_then(|(_, value)| value.parse::<u64>().ok())
        };
        let limit = number("limit").and_then(|limit| usize::try_from(limit).ok());
        let entries = self.journal.page(number("before"), limit.unwrap_or(200).min(MAX_LIST));
        json_response(&entries.iter().map(|entry| Summary::of(entry)).collect::<Vec<_>>())
    }

    /// Answers `/requests/<id>` and `/requests/<id>/raw`.
    async fn request(&self, path: &str) -> Option<Response<Body>> {
        let path = path.strip_prefix("/requests/")?;
        let (id, is_raw) = match path.strip_suffix("/raw") {
            Some(id) => (id, true),
            None => (path, false),
        };
        let entry = self.journal.get(id.parse().ok()?)?;
        let file = self.journal.file(&entry);
        let raw = match file {
            Some(file) => {
                tokio::task::spawn_blocking(move || std::fs::read(file).ok()).await.ok()?
            }
            None => None,
        };
        if is_raw {
            return Some(download(&entry, raw?));
        }
        Some(json_response(&self.details(&entry, raw.as_deref())))
    }

    fn details(&self, entry: &Entry, raw: Option<&[u8]>) -> Value {
        let request = raw.and_then(|raw| raw::read(raw, Length::Required).ok());
        let headers = request.as_ref().map(|request| {
            let text = |(name, value): &(String, Vec<u8>)| {
                (name.clone(), String::from_utf8_lossy(value).into_owned())
            };
            request.headers.iter().map(text).collect::<Vec<_>>()
        });
        json!({
            "entry": entry,
            "headers": headers,
            "body": request.as_ref().map(|request| body_of(&request.body)),
            "replay": raw.is_some().then(|| self.replay(entry)),
        })
    }

    /// Returns the command line that sends the request again.
    fn replay(&self, entry: &Entry) -> String {
        let url = self.forward.as_deref().unwrap_or(OWN_SERVER);
        let mut line = format!("verihook replay {} {}", entry.id, quoted(url));
        if let Some(folder) = &self.folder {
            line = format!("{line} --folder {}", quoted(&folder.display().to_string()));
        }
        line
    }
}

/// What the list shows of a request.
#[derive(Serialize)]
pub(super) struct Summary<'e> {
    id: u64,
    at: u64,
    method: &'e str,
    target: &'e str,
    bytes: u64,
    result: crate::store::VerdictKind,
    reason: Option<&'e str>,
    event: Option<&'e str>,
    similar: Option<&'e str>,
    status: Option<u16>,
    forward_error: bool,
}

impl<'e> Summary<'e> {
    pub(super) fn of(entry: &'e Entry) -> Self {
        Self {
            id: entry.id,
            at: entry.at,
            method: &entry.method,
            target: &entry.target,
            bytes: entry.bytes,
            result: entry.verdict.result,
            reason: entry.verdict.reason.as_deref(),
            event: entry.verdict.event.as_deref(),
            similar: entry.verdict.similar.first().map(String::as_str),
            status: entry.status,
            forward_error: entry.forward.as_ref().is_some_and(|forward| forward.error.is_some()),
        }
    }
}

/// Header fields of everything under the prefix. Nothing there is for other origins.
const SAFE_FIELDS: [(&str, &str); 5] = [
    ("cache-control", "no-store"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
];

/// The script of the page. It stays in one element, so that the page is one file.
const SCRIPT: &str = concat!(
    include_str!("page/list.js"),
    include_str!("page/details.js"),
    include_str!("page/main.js"),
);

fn page() -> Response<Body> {
    let nonce = nonce();
    let page = include_str!("page/page.html")
        .replace("{style}", include_str!("page/page.css"))
        .replace("{script}", SCRIPT)
        .replace("{nonce}", &nonce);
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; \
         connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    let mut response = Response::new(whole(page));
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Returns a number that no stored request can contain by plan: the standard library's random keys
/// are new for each.
fn nonce() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}

fn see_page() -> Response<Body> {
    let mut response = plain(StatusCode::SEE_OTHER, "");
    let page = HeaderValue::from_static("/_verihook/");
    response.headers_mut().insert(header::LOCATION, page);
    response
}

fn not_found() -> Response<Body> {
    plain(StatusCode::NOT_FOUND, "not found\n")
}

fn json_response(value: &impl Serialize) -> Response<Body> {
    let Ok(text) = serde_json::to_vec(value) else {
        return plain(StatusCode::INTERNAL_SERVER_ERROR, "");
    };
    let mut response = Response::new(whole(text));
    let media = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, media);
    response
}

fn download(entry: &Entry, raw: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(whole(raw));
    let fields = response.headers_mut();
    fields.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    let name = entry.file.as_deref().unwrap_or("request.http");
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        fields.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// Returns the beginning of a body, as text if it is text.
fn body_of(body: &[u8]) -> Value {
    let shown = body.get(..MAX_SHOWN).unwrap_or(body);
    let text = match core::str::from_utf8(shown) {
        Ok(text) => Some(text),
        // The cut may be inside of a character.
        Err(why) if body.len() > shown.len() && why.error_len().is_none() => {
            shown.get(..why.valid_up_to()).and_then(|start| core::str::from_utf8(start).ok())
        }
        Err(_) => None,
    };
    json!({
        "length": body.len(),
        "text": text.filter(|text| !text.contains('\0')),
        "base64": Base64::encode_string(shown),
        "is_cut": body.len() > shown.len(),
    })
}

/// Quotes text for a shell, if it needs that.
fn quoted(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._/:@%+,=~[]".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}
