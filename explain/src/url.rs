//! The URLs that may have been signed instead of the configured one.

use crate::candidate::{Candidate, Change};
use crate::code::Code;
use percent_encoding::percent_decode_str;
use std::rc::Rc;
use verihook::{Part, Scheme};

/// A candidate with another URL, and how likely that is before it is tried.
pub(crate) struct Signed {
    pub(crate) candidate: Candidate,
    /// Lower is likelier.
    pub(crate) rank: usize,
}

/// The most URLs that are tried.
const MAX_URLS: usize = 260;

/// Returns `true` if the scheme signs the URL or a part of it.
pub(crate) fn is_signed(scheme: &Scheme) -> bool {
    scheme.signs_url()
}

/// Returns the URLs that may have been signed, the likeliest first.
pub(crate) fn originals(candidate: &Candidate) -> Vec<Signed> {
    if !is_signed(candidate.entry.scheme) {
        return Vec::new();
    }
    let Some(own) = candidate.url.as_deref().and_then(Url::parse) else { return Vec::new() };
    let own = own.with_query_of(candidate);
    let hints = Hints::of(candidate, &own);
    let first = Variant { changes: arrival(candidate, &own), url: own, rank: 0, varied: 0 };
    let mut found = vec![first];
    let mut start = 0;
    // One change, then two, then three.
    for changes in 0..3 {
        let mut base: Vec<_> = found.iter().skip(start).cloned().collect();
        start = found.len();
        base.sort_by_key(|variant| variant.rank);
        let limit = if changes == 0 { usize::MAX } else { found.len() + MAX_URLS };
        for variant in base {
            vary(&variant, &hints, limit, &mut found);
        }
    }
    found.sort_by_key(|variant| variant.rank);
    let found = found.into_iter().filter(|variant| !variant.changes.is_empty());
    found.take(MAX_URLS).map(|variant| variant.of(candidate)).collect()
}

/// The parts of a URL that vary.
const PARTS: [fn(&Url, &Hints) -> Varied; 7] =
    [schemes, hosts, ports, paths, slashes, queries, codings];

/// Adds the variants with one more change, to a later part.
fn vary(variant: &Variant, hints: &Hints, limit: usize, found: &mut Vec<Variant>) {
    for (number, part) in PARTS.iter().enumerate().skip(variant.varied) {
        for (rank, url, change) in part(&variant.url, hints) {
            if found.len() >= limit {
                return;
            }
            if found.iter().any(|known| known.url == url) {
                continue;
            }
            let mut changes = variant.changes.clone();
            // Another path replaces the one at which the request arrived.
            changes.retain(|known| !(is_of_path(known) && is_of_path(&change)));
            let rank = variant.rank + rank + 2 * usize::from(!changes.is_empty());
            changes.push(change);
            found.push(Variant { url, changes, rank, varied: number + 1 });
        }
    }
}

fn is_of_path(change: &Change) -> bool {
    matches!(change.code, Code::UrlPath | Code::UrlTrailingSlash)
}

/// Returns the change to the path that a gateway made, if the request has another than the URL.
fn arrival(candidate: &Candidate, own: &Url) -> Vec<Change> {
    let target = own.target();
    let path = target.split('?').next().unwrap_or("/");
    let arrived = candidate.target.split('?').next().unwrap_or("/");
    let is_compared = candidate
        .entry
        .scheme
        .content()
        .iter()
        .any(|part| matches!(part, Part::UrlWithQuery | Part::Path | Part::PathWithQuery));
    if !is_compared || path == arrived {
        return Vec::new();
    }
    let is_slash = path.trim_end_matches('/') == arrived.trim_end_matches('/');
    let code = if is_slash { Code::UrlTrailingSlash } else { Code::UrlPath };
    let evidence = "the request arrived at another path than that of the public URL, with which it \
                    was signed";
    vec![Change::new(code, evidence)]
}

/// Returns the URL at which the request says that it arrived, for an endpoint without one.
pub(crate) fn of_request(candidate: &Candidate) -> Option<Rc<str>> {
    let host = candidate.text("x-forwarded-host").or_else(|| candidate.text("host"))?;
    let scheme = candidate.text("x-forwarded-proto").unwrap_or("https");
    let path = candidate.target.split('?').next().unwrap_or("/");
    let url = format!("{scheme}://{host}{path}");
    Url::parse(&url).map(|_| Rc::from(url))
}

#[derive(Clone)]
struct Variant {
    url: Url,
    changes: Vec<Change>,
    rank: usize,
    /// The number of parts that may have been changed.
    varied: usize,
}

impl Variant {
    fn of(self, candidate: &Candidate) -> Signed {
        let mut changed = candidate.clone();
        changed.changes.extend(self.changes);
        let target = self.url.target();
        // Only a query that is configured belongs to the public URL.
        let is_fixed =
            candidate.entry.scheme.content().iter().any(|part| matches!(part, Part::Url));
        changed.url = Some(Rc::from(self.url.text(is_fixed)));
        changed.target = Rc::from(target);
        Signed { candidate: changed, rank: self.rank }
    }
}

/// The URL, as the fields of the request describe it.
struct Hints {
    hosts: Vec<String>,
    ports: Vec<String>,
    /// Paths, with or without queries.
    targets: Vec<String>,
    arrived: String,
}

impl Hints {
    fn of(candidate: &Candidate, own: &Url) -> Self {
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

#[derive(Clone, PartialEq)]
struct Url {
    scheme: String,
    user: String,
    host: String,
    port: Option<String>,
    path: String,
    /// With its `?`.
    query: String,
}

impl Url {
    fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(end);
        let (path, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
        let (user, authority) = match authority.rsplit_once('@') {
            Some((user, host)) => (format!("{user}@"), host),
            None => (String::new(), authority),
        };
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => {
                (host, Some(port.to_owned()))
            }
            _ => (authority, None),
        };
        let [scheme, host, path, query] = [scheme, host, path, query].map(str::to_owned);
        Some(Self { scheme, user, host, port, path, query })
    }

    /// Takes the query from the request, if that is what the scheme signs.
    fn with_query_of(mut self, candidate: &Candidate) -> Self {
        let content = candidate.entry.scheme.content();
        if content.iter().any(|part| matches!(part, Part::UrlWithQuery | Part::PathWithQuery)) {
            let at = candidate.target.find('?').unwrap_or(candidate.target.len());
            candidate.target.get(at..).unwrap_or_default().clone_into(&mut self.query);
        }
        self
    }

    fn target(&self) -> String {
        let path = if self.path.is_empty() { "/" } else { &self.path };
        format!("{path}{}", self.query)
    }

    fn text(&self, with_query: bool) -> String {
        let Self { scheme, user, host, path, .. } = self;
        let port = self.port.as_ref().map(|port| format!(":{port}")).unwrap_or_default();
        let query = if with_query { self.query.as_str() } else { "" };
        format!("{scheme}://{user}{host}{port}{path}{query}")
    }

    fn default_port(&self) -> &'static str {
        if matches!(self.scheme.as_str(), "https" | "wss") { "443" } else { "80" }
    }
}

/// Writes a path or a query in another way.
type Rewrite = fn(&str) -> String;

type Varied = Vec<(usize, Url, Change)>;

fn schemes(url: &Url, _: &Hints) -> Varied {
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

fn hosts(url: &Url, hints: &Hints) -> Varied {
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

fn ports(url: &Url, hints: &Hints) -> Varied {
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

fn paths(url: &Url, hints: &Hints) -> Varied {
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

fn slashes(url: &Url, _: &Hints) -> Varied {
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

fn queries(url: &Url, hints: &Hints) -> Varied {
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

/// Decodes the path and the query, or encodes them in another way.
fn codings(url: &Url, _: &Hints) -> Varied {
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let forms: [(usize, Rewrite); 6] = [
        (2, |text| text.replace('+', "%20")),
        (2, |text| text.replace("%20", "+")),
        (3, |text| text.replace("%2B", "+").replace("%2b", "+")),
        (3, upper_digits),
        (3, lower_digits),
        (4, |text| percent_encoding::utf8_percent_encode(text, &REENCODED).to_string()),
    ];
    let mut varied = Vec::new();
    let mut add = |rank, path: String, query: String| {
        let changed = Url { path, query, ..url.clone() };
        if changed != *url {
            varied.push((rank, changed, Change::new(Code::UrlDecoded, RECODED)));
        }
    };
    add(1, decode(&url.path), decode(&url.query));
    add(1, url.path.clone(), decode(&url.query));
    add(1, decode(&url.path), url.query.clone());
    add(2, url.path.clone(), decode(&url.query.replace('+', " ")));
    for (rank, form) in forms {
        add(rank, form(&url.path), form(&url.query));
        add(rank + 1, url.path.clone(), form(&url.query));
    }
    add(4, url.path.replace("%25", "%"), url.query.replace("%25", "%"));
    add(2, encoded_again(&url.path), encoded_query(&url.query));
    add(2, url.path.clone(), encoded_query(&url.query));
    add(4, url.path.replace('%', "%25"), url.query.replace('%', "%25"));
    varied
}

const RECODED: &str = "the URL was signed with its characters encoded in another way";

/// Decodes a path or a query, to compare it with another.
fn decoded(text: &str) -> Vec<u8> {
    percent_decode_str(&text.replace('+', " ")).collect()
}

/// The characters that browsers and most servers encode in a URL.
const REENCODED: percent_encoding::AsciiSet = percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'|')
    .add(b'\\')
    .add(b'^')
    .add(b'[')
    .add(b']');

/// Everything that is not unreserved (RFC 3986), within a parameter.
const PARAMETER: percent_encoding::AsciiSet =
    percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn encoded_again(path: &str) -> String {
    let segment = |segment: &str| {
        let plain: Vec<u8> = percent_decode_str(segment).collect();
        percent_encoding::percent_encode(&plain, &PARAMETER).to_string()
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

fn encoded_query(query: &str) -> String {
    let Some(query) = query.strip_prefix('?') else { return query.to_owned() };
    let encode = |text: &str| {
        let plain: Vec<u8> = percent_decode_str(text).collect();
        percent_encoding::percent_encode(&plain, &PARAMETER).to_string()
    };
    let item = |item: &str| match item.split_once('=') {
        Some((name, value)) => format!("{}={}", encode(name), encode(value)),
        None => encode(item),
    };
    format!("?{}", query.split('&').map(item).collect::<Vec<_>>().join("&"))
}

fn upper_digits(text: &str) -> String {
    with_digits(text, |digit| digit.to_ascii_uppercase())
}

fn lower_digits(text: &str) -> String {
    with_digits(text, |digit| digit.to_ascii_lowercase())
}

fn with_digits(text: &str, change: fn(char) -> char) -> String {
    let mut left = 0;
    let digits = text.chars().map(|character| {
        let is_digit = left > 0;
        left = if character == '%' { 2 } else { usize::saturating_sub(left, 1) };
        if is_digit { change(character) } else { character }
    });
    digits.collect()
}
