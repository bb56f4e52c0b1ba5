//! Names for what a request is about, for display.

use crate::request::CapturedRequest;
use serde_json::Value;

/// The maximum number of characters of a label.
const MAX_LABEL: usize = 120;

/// The longest body that is parsed for a label.
const MAX_BODY: usize = 1024 * 1024;

/// The maximum number of characters of a method or a target that are kept in memory.
const MAX_LINE: usize = 2000;

/// Returns the kind of event that an unverified request seems to have.
///
/// It is a header field such as `x-github-event`, or a member of the JSON body.
pub(super) fn event_of(request: &CapturedRequest) -> Option<String> {
    let ends = ["-event", "-event-type", "-event-name", "-topic"];
    let field = request.headers.iter().find(|(name, _)| {
        let name = name.to_ascii_lowercase();
        ends.iter().any(|end| name.ends_with(end))
    });
    if let Some((_, value)) = field {
        return Some(short(&String::from_utf8_lossy(value)));
    }
    if request.body.len() > MAX_BODY {
        return None;
    }
    let body: Value = serde_json::from_slice(&request.body).ok()?;
    let names = ["type", "event", "event_type", "eventType", "topic", "action"];
    names.iter().find_map(|name| body.get(name)?.as_str()).map(short)
}

/// Returns the beginning of a text from a request.
pub(super) fn short(text: &str) -> String {
    text.chars().take(MAX_LABEL).collect()
}

/// Returns a method or a target. A long one is cut, as thousands are kept in memory and in the
/// index: the file of the request has all of it.
pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_LINE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
