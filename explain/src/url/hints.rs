//! What a request says about its URL.

use super::address::Url;
use crate::candidate::Candidate;

/// The URL, as the fields of the request describe it.
pub(super) struct Hints {
    pub(super) hosts: Vec<String>,
    pub(super) ports: Vec<String>,
    /// Paths, with or without queries.
    pub(super) targets: Vec<String>,
    pub(super) arrived: String,
}

impl Hints {
    pub(super) fn of(candidate: &Candidate, own: &Url) -> Self {
        let mut hosts = Vec::new();
        let mut ports = Vec::new();
        for name in ["x-forwarded-host", "x-original-host", "host", ":authority", "x-host"] {
            for value in candidate.text(name).into_iter().flat_map(|value| value.split(',')) {
                add_authority(value.trim(), &mut hosts, &mut ports);
            }
        }
        if let Some(forwarded) = candidate.text("forwarded") {
            for item in forwarded.split([';', ',']) {
                if let Some(host) = item.trim().strip_prefix("host=") {
                    add_authority(host.trim_matches('"'), &mut hosts, &mut ports);
                }
            }
        }
        if let Some(port) = candidate.text("x-forwarded-port") {
            ports.push(port.trim().to_owned());
        }
        let named = [
            "x-original-uri",
            "x-original-url",
            "x-rewrite-url",
            "x-forwarded-uri",
            "x-envoy-original-path",
            "x-forwarded-path",
            "x-request-uri",
        ];
        let mut targets: Vec<String> =
            named.iter().filter_map(|name| candidate.text(name)).map(path_of).collect();
        if let Some(prefix) =
            candidate.text("x-forwarded-prefix").or_else(|| candidate.text("x-script-name"))
        {
            targets.push(format!("{}{}", prefix.trim().trim_end_matches('/'), own.path));
        }
        targets.push(candidate.target.to_string());
        // The configured query may be the signed one, even if the request has lost it.
        targets.extend(candidate.url.as_deref().map(path_of));
        let arrived = candidate.target.split('?').next().unwrap_or("/").to_owned();
        Self { hosts, ports, targets, arrived }
    }
}

fn add_authority(authority: &str, hosts: &mut Vec<String>, ports: &mut Vec<String>) {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => {
            (host, Some(port))
        }
        _ => (authority, None),
    };
    hosts.push(host.to_owned());
    ports.extend(port.map(str::to_owned));
}

/// Returns the path and query of a URL or of a path.
fn path_of(text: &str) -> String {
    match text.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/").to_owned(),
        None => text.to_owned(),
    }
}
