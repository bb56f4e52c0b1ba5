//! The deliveries: genuine ones of each provider, and forged ones.

use crate::Error;
use crate::server::{TEXTURE_LIMIT, secrets};
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::time::SystemTime;
use verihook_axum::{Any, Signer, UnixTime};
use verihook_conformance::wire::{Step, head, request};

type Headers = Vec<(String, String)>;

/// A request and its expected status.
pub(crate) struct Delivery {
    pub(crate) endpoint: &'static str,
    pub(crate) name: &'static str,
    pub(crate) steps: Vec<Step>,
    pub(crate) expected: u16,
}

/// A provider that sends webhooks.
struct Sender {
    endpoint: &'static str,
    secret: &'static str,
    body: &'static str,
    /// The same JSON, formatted as another library would.
    body_again: &'static str,
}

const SENDERS: [Sender; 6] = [
    Sender {
        endpoint: "terra",
        secret: secrets::TERRA,
        body: r#"{"status":"success","type":"activity","data":[{"distance":1.5}]}"#,
        body_again: r#"{"status": "success", "type": "activity", "data": [{"distance": 1.5}]}"#,
    },
    Sender {
        endpoint: "texture",
        secret: secrets::TEXTURE,
        body: r#"{"type":"device.connected","deviceId":"d_1"}"#,
        body_again: r#"{"deviceId":"d_1","type":"device.connected"}"#,
    },
    Sender {
        endpoint: "centrepoint",
        secret: secrets::CENTREPOINT,
        body: r#"{"Test":"Value"}"#,
        body_again: r#"{ "Test": "Value" }"#,
    },
    Sender {
        endpoint: "centrepoint-basic",
        secret: secrets::CENTREPOINT_BASIC,
        body: r#"{"Test":"Value"}"#,
        body_again: "",
    },
    Sender {
        endpoint: "centrepoint-bearer",
        secret: secrets::CENTREPOINT_BEARER,
        body: r#"{"Test":"Value"}"#,
        body_again: "",
    },
    Sender {
        endpoint: "tradelens",
        secret: secrets::TRADELENS,
        body: r#"[{"eventType":"GateIn","equipment":"MSKU1234565"}]"#,
        body_again: "[{\"eventType\":\"GateIn\",\"equipment\":\"MSKU1234565\"}]\n",
    },
];

/// Returns all deliveries, in the order in which they are sent.
pub(crate) fn all() -> Result<Vec<Delivery>, Error> {
    let mut all = Vec::new();
    for sender in &SENDERS {
        all.extend(sender.common()?);
    }
    let [terra, texture, _, basic, bearer, tradelens] = &SENDERS;
    all.extend(terra.with_a_time()?);
    all.push(rotated(terra, secrets::TERRA_OLD)?);
    all.push(rotated(tradelens, secrets::TRADELENS_OLD)?);
    all.push(too_large(texture)?);
    all.push(basic.with_secret("wrong password", "study:incorrect horse", 401)?);
    all.push(basic.with_secret("wrong user name", "studio:correct horse battery staple", 401)?);
    all.push(bearer.with_secret("wrong token", "mF_9.B5f-4.1JqN", 401)?);
    all.sort_by_key(|delivery| {
        SENDERS.iter().position(|sender| sender.endpoint == delivery.endpoint)
    });
    Ok(all)
}

impl Sender {
    /// Returns the deliveries for every endpoint.
    fn common(&self) -> Result<Vec<Delivery>, Error> {
        let genuine = self.headers(self.secret, 0)?;
        let capitals =
            genuine.iter().map(|(name, value)| (name.to_uppercase(), value.clone())).collect();
        let mut common = vec![
            self.delivery("genuine", &genuine, self.body, 200),
            self.delivery("genuine, upper-case header names", &capitals, self.body, 200),
            self.delivery("no signature", &Vec::new(), self.body, 401),
            self.cut(&genuine),
        ];
        if !self.body_again.is_empty() {
            let changed = self.body.replace('1', "2").replace("Value", "value");
            common.push(self.delivery("body modified", &genuine, &changed, 401));
            common.push(self.delivery("JSON re-serialised", &genuine, self.body_again, 401));
            common.push(self.with_secret("signed with another secret", "guess", 401)?);
        }
        Ok(common)
    }

    /// Returns the deliveries for a provider that signs a timestamp.
    fn with_a_time(&self) -> Result<Vec<Delivery>, Error> {
        let stale = self.headers(self.secret, -301)?;
        let ahead = self.headers(self.secret, 330)?;
        let old_scheme: Headers = self
            .headers(self.secret, 0)?
            .into_iter()
            .map(|(name, value)| (name, value.replace("v1=", "v0=")))
            .collect();
        Ok(vec![
            self.delivery("signed 301 s ago", &stale, self.body, 401),
            self.delivery("signed 330 s in the future", &ahead, self.body, 401),
            self.delivery("only a v0 signature", &old_scheme, self.body, 401),
        ])
    }

    fn with_secret(
        &self,
        name: &'static str,
        secret: &str,
        expected: u16,
    ) -> Result<Delivery, Error> {
        Ok(self.delivery(name, &self.headers(secret, 0)?, self.body, expected))
    }

    /// Sends half of the body and then closes the connection.
    fn cut(&self, headers: &Headers) -> Delivery {
        let (half, _) = self.body.as_bytes().split_at(self.body.len() / 2);
        let length = self.body.len().to_string();
        let steps = vec![
            Step::Send(head("POST", &self.path(), headers, &[("content-length", &length)])),
            Step::Send(half.to_vec()),
            Step::Finish,
        ];
        Delivery { endpoint: self.endpoint, name: "body truncated", steps, expected: 400 }
    }

    fn delivery(
        &self,
        name: &'static str,
        headers: &Headers,
        body: &str,
        expected: u16,
    ) -> Delivery {
        let steps = vec![Step::Send(request("POST", &self.path(), headers, body.as_bytes()))];
        Delivery { endpoint: self.endpoint, name, steps, expected }
    }

    fn headers(&self, secret: &str, seconds: i64) -> Result<Headers, Error> {
        sign(self.endpoint, secret, self.body.as_bytes(), seconds)
    }

    fn path(&self) -> String {
        format!("/hooks/{}", self.endpoint)
    }
}

/// Returns the header fields of a delivery whose timestamp is `seconds` from now.
fn sign(slug: &str, secret: &str, body: &[u8], seconds: i64) -> Result<Headers, Error> {
    let now = UnixTime::try_from(SystemTime::now())?.seconds();
    let then = UnixTime::from_seconds(now.saturating_add_signed(seconds));
    let signed = Signer::<Any>::by_slug(slug, secret)?.sign(body, then)?;
    Ok(signed.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// Returns a delivery signed with the old secret, which stays valid during a rotation.
fn rotated(sender: &Sender, old: &str) -> Result<Delivery, Error> {
    sender.with_secret("genuine, signed with the old secret", old, 200)
}

fn too_large(sender: &Sender) -> Result<Delivery, Error> {
    let body = format!("{{\"a\":\"{}\"}}", "x".repeat(TEXTURE_LIMIT));
    let headers = sign(sender.endpoint, sender.secret, body.as_bytes(), 0)?;
    Ok(sender.delivery("genuine, over the body limit", &headers, &body, 413))
}

/// Returns a `curl` command for each provider that sends a genuine delivery.
pub(crate) fn curl_lines(address: SocketAddr) -> Result<Vec<String>, Error> {
    let mut lines = Vec::new();
    for sender in &SENDERS {
        let mut line = format!("curl -i http://{address}{}", sender.path());
        for (name, value) in sender.headers(sender.secret, 0)? {
            write!(line, " -H '{name}: {value}'")?;
        }
        write!(line, " --data-binary '{}'", sender.body)?;
        lines.push(line);
    }
    Ok(lines)
}
