//! The formats of a signed request.

use crate::output::print_bytes;
use crate::{UsageError, print_line};
use base64ct::{Base64, Encoding as _};
use core::fmt::Write as _;
use serde_json::json;
use std::path::Path;
use verihook::UnixTime;

/// A signed request.
pub(super) struct SignedRequest<'r> {
    pub(super) provider: &'static str,
    pub(super) method: String,
    pub(super) public_url: Option<&'r str>,
    pub(super) headers: Vec<(String, String)>,
    /// The target that was given. The signed one can have more parameters.
    pub(super) own_target: Option<&'r str>,
    pub(super) target: String,
    pub(super) body: &'r [u8],
    pub(super) now: UnixTime,
}

/// Where a request goes without a public URL.
const LOCAL: &str = "http://localhost:3000";

impl SignedRequest<'_> {
    pub(super) fn print_headers(&self) {
        let own = self.public_url.map_or_else(|| "/".to_owned(), crate::judge::target_of);
        if self.target != self.own_target.unwrap_or(&own) {
            print_line(format_args!("target: {}", self.target));
        }
        for (name, value) in &self.headers {
            print_line(format_args!("{name}: {value}"));
        }
    }

    pub(super) fn print_curl(&self, body_file: Option<&Path>) -> Result<(), UsageError> {
        let mut command = format!("curl -X {} {}", quoted(&self.method), quoted(&self.url()));
        for (name, value) in &self.headers {
            // To curl, `name:` removes the field, and `name;` sends it empty.
            let field = match value.as_str() {
                "" => format!("{name};"),
                value => format!("{name}: {value}"),
            };
            let _ = write!(command, " \\\n  -H {}", quoted(&field));
        }
        let data = self.curl_data(body_file)?;
        print_line(format_args!("{command} \\\n  {data}"));
        Ok(())
    }

    /// Returns the option for the body. curl reads a file byte for byte, and no text with `@`.
    fn curl_data(&self, body_file: Option<&Path>) -> Result<String, UsageError> {
        if let Some(file) = body_file.filter(|file| *file != Path::new("-")) {
            return Ok(format!("--data-binary {}", quoted(&format!("@{}", file.display()))));
        }
        let text = core::str::from_utf8(self.body).ok().filter(|text| !text.contains('\0'));
        let text = text.ok_or_else(|| {
            UsageError::new("the body is not text: for --format curl, give it with --body-file")
        })?;
        Ok(format!("--data-raw {}", quoted(text)))
    }

    fn url(&self) -> String {
        format!("{}{}", origin(self.public_url.unwrap_or(LOCAL)), self.target)
    }

    pub(super) fn print_json(&self) {
        print_line(json!({
            "provider": self.provider,
            "now": self.now.seconds(),
            "method": self.method,
            "url": self.url(),
            "target": self.target,
            "headers": self.headers,
            "body_base64": Base64::encode_string(self.body),
        }));
    }

    pub(super) fn print_raw(&self) {
        let is_given = |name: &str| self.headers.iter().any(|(given, _)| given == name);
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        if !is_given("host") {
            let origin = origin(self.public_url.unwrap_or(LOCAL));
            let host = origin.split_once("://").map_or(origin, |(_, host)| host);
            let host = host.rsplit('@').next().unwrap_or_default();
            let _ = write!(head, "host: {host}\r\n");
        }
        for (name, value) in &self.headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        if !is_given("content-length") {
            let _ = write!(head, "content-length: {}\r\n", self.body.len());
        }
        head.push_str("\r\n");
        print_bytes(&[head.as_bytes(), self.body].concat());
    }
}

/// Returns a URL without its path and query.
fn origin(url: &str) -> &str {
    let start = url.find("://").map_or(0, |at| at + 3);
    let rest = url.get(start..).unwrap_or_default();
    let length = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    url.get(..start + length).unwrap_or(url)
}

/// Quotes an argument for a shell.
fn quoted(text: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:@".contains(letter);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_quoted_for_a_shell() {
        assert_eq!(quoted("POST"), "POST");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("it's $HOME"), "'it'\\''s $HOME'");
    }

    #[test]
    fn an_origin_has_no_path() {
        assert_eq!(origin("https://a.example:8443/b?c"), "https://a.example:8443");
        assert_eq!(origin("https://a.example?c"), "https://a.example");
        assert_eq!(origin("https://a.example"), "https://a.example");
    }
}
