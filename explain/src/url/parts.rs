//! Other schemes, hosts, ports, paths and queries.

use super::Varied;
use super::address::Url;
use super::coding::{RECODED, decoded};
use super::hints::Hints;
use crate::candidate::Change;
use crate::code::Code;

pub(super) fn schemes(url: &Url, _: &Hints) -> Varied {
    let others: &[(usize, &str)] = match url.scheme.as_str() {
        "http" => &[(0, "https"), (6, "ws"), (6, "wss")],
        "https" => &[(0, "http"), (4, "wss")],
        "ws" => &[(0, "wss"), (4, "http"), (5, "https")],
        _ => &[(0, "ws"), (3, "https")],
    };
    let vary = |(rank, scheme): &(usize, &str)| {
        let evidence =
            format!("the URL was signed with `{scheme}`, and is configured with `{}`", url.scheme);
        let url = Url { scheme: (*scheme).to_owned(), ..url.clone() };
        (*rank, url, Change::new(Code::UrlScheme, evidence))
    };
    others.iter().map(vary).collect()
}

pub(super) fn hosts(url: &Url, hints: &Hints) -> Varied {
    let mut hosts: Vec<(usize, String)> =
        hints.hosts.iter().map(|host| (1, host.clone())).collect();
    match url.host.strip_prefix("www.") {
        Some(bare) => hosts.push((1, bare.to_owned())),
        None => hosts.push((2, format!("www.{}", url.host))),
    }
    hosts.push((3, url.host.to_ascii_lowercase()));
    hosts.push((4, format!("{}.", url.host)));
    hosts.push((4, url.host.trim_end_matches('.').to_owned()));
    if url.host == "127.0.0.1" {
        hosts.push((2, "localhost".to_owned()));
    } else if url.host == "localhost" {
        hosts.push((2, "127.0.0.1".to_owned()));
    }
    let vary = |(rank, host): (usize, String)| {
        let evidence = format!(
            "the URL was signed with the host `{}`, and is configured with `{}`",
            crate::body::printable(&host),
            crate::body::printable(&url.host)
        );
        (rank, Url { host, ..url.clone() }, Change::new(Code::UrlHost, evidence))
    };
    hosts.into_iter().filter(|(_, host)| *host != url.host && !host.is_empty()).map(vary).collect()
}

/// Ports on which servers listen behind a proxy or a tunnel.
const PORTS: [&str; 10] =
    ["8080", "8443", "3000", "8000", "5000", "4000", "443", "80", "9000", "4040"];

pub(super) fn ports(url: &Url, hints: &Hints) -> Varied {
    let mut ports = vec![(0, None), (1, Some(url.default_port().to_owned()))];
    ports.extend(hints.ports.iter().map(|port| (1, Some(port.clone()))));
    ports.extend(PORTS.iter().map(|port| (4, Some((*port).to_owned()))));
    let shown = |port: &Option<String>| match port {
        Some(port) => format!("port {}", crate::body::printable(port)),
        None => "no port".to_owned(),
    };
    let vary = |(rank, port): (usize, Option<String>)| {
        let evidence = format!(
            "the URL was signed with {}, and is configured with {}",
            shown(&port),
            shown(&url.port)
        );
        (rank, Url { port, ..url.clone() }, Change::new(Code::UrlPort, evidence))
    };
    ports.into_iter().filter(|(_, port)| *port != url.port).map(vary).collect()
}

pub(super) fn paths(url: &Url, hints: &Hints) -> Varied {
    let mut paths = vec![(0, hints.arrived.clone())];
    for target in &hints.targets {
        paths.push((0, target.split('?').next().unwrap_or_default().to_owned()));
    }
    // A gateway takes a segment off, or puts one on.
    let mut rest = url.path.as_str();
    for rank in 2..4 {
        let next = rest.get(1..).and_then(|inner| inner.find('/')).map(|at| at + 1);
        rest = next.and_then(|at| rest.get(at..)).unwrap_or_default();
        if !rest.is_empty() {
            paths.push((rank, rest.to_owned()));
        }
    }
    for prefix in ["/api", "/webhooks", "/webhook", "/hooks", "/v1", "/prod", "/dev", "/stage"] {
        paths.push((5, format!("{prefix}{}", url.path)));
    }
    paths.push((3, url.path.to_ascii_lowercase()));
    paths.push((3, url.path.replace("//", "/")));
    paths.push((4, format!("/{}", url.path)));
    paths.push((5, String::new()));
    let vary = |(rank, path): (usize, String)| {
        let (code, evidence) = match () {
            () if path.trim_end_matches('/') == url.path.trim_end_matches('/') => {
                (Code::UrlTrailingSlash, "the URL was signed with its final slash added or removed")
            }
            () if decoded(&path) == decoded(&url.path) => (Code::UrlDecoded, RECODED),
            () => (Code::UrlPath, "the URL was signed with another path than the configured one"),
        };
        (rank, Url { path, ..url.clone() }, Change::new(code, evidence))
    };
    paths.into_iter().filter(|(_, path)| *path != url.path).map(vary).collect()
}

pub(super) fn slashes(url: &Url, _: &Hints) -> Varied {
    let (path, evidence) = match url.path.strip_suffix('/') {
        Some(path) => {
            (path.to_owned(), "the URL was signed without the slash at the end of its path")
        }
        None => {
            (format!("{}/", url.path), "the URL was signed with a slash at the end of its path")
        }
    };
    let change = Change::new(Code::UrlTrailingSlash, evidence);
    vec![(1, Url { path, ..url.clone() }, change)]
}

pub(super) fn queries(url: &Url, hints: &Hints) -> Varied {
    let mut queries = Vec::new();
    let mut add = |rank, query: String, evidence| {
        if query != url.query {
            queries.push((rank, query, evidence));
        }
    };
    for target in &hints.targets {
        if let Some(at) = target.find('?') {
            let query = target.get(at..).unwrap_or_default();
            add(
                0,
                query.to_owned(),
                "the URL was signed with another query than the one that arrived",
            );
        }
    }
    add(1, String::new(), "the URL was signed without its query");
    if let Some(query) = url.query.strip_prefix('?') {
        let mut items: Vec<_> = query.split('&').collect();
        items.sort_unstable();
        add(2, format!("?{}", items.join("&")), "the query was signed in another order");
        items.reverse();
        add(5, format!("?{}", items.join("&")), "the query was signed in another order");
        let mut items: Vec<_> = query.split('&').collect();
        items.reverse();
        add(4, format!("?{}", items.join("&")), "the query was signed in another order");
        for left_out in 0..items.len().min(8) {
            let items = query.split('&').enumerate();
            let kept = items.filter(|(at, _)| *at != left_out).map(|(_, item)| item);
            let kept = kept.collect::<Vec<_>>().join("&");
            let query = if kept.is_empty() { kept } else { format!("?{kept}") };
            add(3, query, "a parameter was added to the query after it was signed");
        }
        let filled = query.split('&').map(|item| match item.contains('=') {
            true => item.to_owned(),
            false => format!("{item}="),
        });
        let filled = filled.collect::<Vec<_>>().join("&");
        add(4, format!("?{filled}"), "a parameter of the query was signed with `=`");
        let bare = query.split('&').map(|item| item.strip_suffix('=').unwrap_or(item));
        let bare = bare.collect::<Vec<_>>().join("&");
        add(4, format!("?{bare}"), "a parameter of the query was signed without `=`");
    } else {
        add(5, "?".to_owned(), "the URL was signed with an empty query");
    }
    let vary = |(rank, query, evidence): (usize, String, &str)| {
        let change = match decoded(&query) == decoded(&url.query) {
            true => Change::new(Code::UrlDecoded, RECODED),
            false => Change::new(Code::UrlQuery, evidence),
        };
        (rank, Url { query, ..url.clone() }, change)
    };
    queries.into_iter().map(vary).collect()
}
