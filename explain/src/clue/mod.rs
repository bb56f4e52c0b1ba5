//! What a request shows, although nothing that was tried makes it verify.

mod body;
mod head;

pub(crate) use body::{of_body, of_json};
pub(crate) use head::{of_head, of_token};

use crate::body::printable;
use crate::candidate::{Candidate, Change};
use crate::code::Code;

/// Returns what the request says about a URL that differs from the configured one.
pub(crate) fn of_url(received: &Candidate) -> Option<Change> {
    let url = received.url.as_deref()?;
    if !received.entry.scheme.signs_url() {
        return None;
    }
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let sent = received.text("x-forwarded-host").or_else(|| received.text("host"));
    if let Some(sent) = sent.filter(|sent| !sent.eq_ignore_ascii_case(authority)) {
        let evidence = format!("the request was sent to the host `{}`", printable(sent));
        return Some(Change::new(Code::UrlHost, evidence));
    }
    let proto = received.text("x-forwarded-proto").filter(|proto| *proto != scheme)?;
    let evidence = format!("a proxy reports that the request was sent by `{}`", printable(proto));
    Some(Change::new(Code::UrlScheme, evidence))
}
