//! Request heads with the fields of a provider and the fields that clients and proxies add.

use ::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, request::Parts};

/// Fields that clients and proxies add, in the order in which a head gets them.
const OTHERS: [(&str, &str); 30] = [
    ("host", "hooks.example.com"),
    ("user-agent", "GitHub-Hookshot/044aadd"),
    ("accept", "*/*"),
    ("content-type", "application/json"),
    ("accept-encoding", "gzip"),
    ("x-forwarded-for", "192.0.2.7"),
    ("x-forwarded-proto", "https"),
    ("x-request-id", "7f9c24e8-3b12-4fef-91e0-76b2c7b9a3d1"),
    ("via", "1.1 proxy"),
    ("connection", "keep-alive"),
    ("x-real-ip", "192.0.2.7"),
    ("x-forwarded-host", "hooks.example.com"),
    ("x-forwarded-port", "443"),
    ("x-amzn-trace-id", "Root=1-67891233-abcdef012345678912345678"),
    ("cf-ray", "230b030023ae2822-SJC"),
    ("cf-connecting-ip", "192.0.2.7"),
    ("cf-ipcountry", "NL"),
    ("cf-visitor", "{\"scheme\":\"https\"}"),
    ("cdn-loop", "cloudflare"),
    ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
    ("tracestate", "congo=t61rcWkgMzE"),
    ("baggage", "userId=alice"),
    ("x-b3-traceid", "463ac35c9f6413ad48485a3953bb6124"),
    ("x-b3-spanid", "a2fb4a1d1a96d312"),
    ("x-b3-sampled", "1"),
    ("x-envoy-attempt-count", "1"),
    ("x-envoy-expected-rq-timeout-ms", "15000"),
    ("priority", "u=3"),
    ("x-scheme", "https"),
    ("cache-control", "no-cache"),
];

/// Returns the head of a POST with `count` fields: `fields`, the length of the body, and as many
/// of [`OTHERS`] as are missing.
pub fn head(count: usize, length: usize, fields: &[(&'static str, String)]) -> Parts {
    let mut headers = HeaderMap::new();
    let others = count.saturating_sub(fields.len() + 1);
    for (name, value) in OTHERS.iter().take(others) {
        headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.append("content-length", HeaderValue::from(length));
    for (name, value) in fields {
        headers.append(
            HeaderName::from_static(name),
            HeaderValue::try_from(value.as_str()).expect("a valid field value"),
        );
    }
    let (mut parts, ()) = ::http::Request::new(()).into_parts();
    parts.method = Method::POST;
    parts.uri = Uri::from_static("/hooks");
    parts.headers = headers;
    parts
}
