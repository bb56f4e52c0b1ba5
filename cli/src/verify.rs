//! `verihook verify`.

use crate::endpoint::EndpointArguments;
use crate::judge::{Failure, Question};
use crate::output::{BAD, FAINT, GOOD, error_line, styled, visible};
use crate::request::RequestArguments;
use crate::secrets::NamedSecret;
use crate::time::{duration, rfc3339};
use crate::{Outcome, UsageError, print_line};
use clap::Args;
use serde_json::{Value, json};
use verihook::{Answer, Delivery, Rejection, UnixTime};

pub(crate) const EXAMPLE: &str = "\
Examples:
  verihook verify --provider github --secret-env WEBHOOK_SECRET \\
    -H 'x-hub-signature-256: sha256=...' --body-file body.json
  verihook verify --provider stripe --secret-env STRIPE_SECRET --raw request.http
  verihook verify --provider slack --secret-env SLACK_SECRET --har capture.har --now 1795000000";

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    endpoint: EndpointArguments,
    #[command(flatten)]
    request: RequestArguments,
    /// Print the result as one JSON object.
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(crate) fn run(&self) -> Result<Outcome, UsageError> {
        let provider = self.endpoint.provider()?;
        let request = self.request.read(self.endpoint.public_url())?;
        let now = self.endpoint.now()?;
        let question = Question {
            secrets: self.endpoint.secrets()?.iter().map(NamedSecret::to_secret).collect(),
            public_url: self.endpoint.public_url(),
            tolerance: self.endpoint.tolerance(),
            method: &request.method,
            target: &request.target,
            headers: &request.headers,
            body: &request.body,
            now,
        };
        match question.judge(provider) {
            Ok(delivery) => {
                let verified = Verified { delivery: &delivery, bytes: request.body.len(), now };
                if self.json {
                    print_line(verified.to_json())
                } else {
                    verified.print()
                }
                Ok(Outcome::Pass)
            }
            Err(Failure::Rejected { reason, detail }) => {
                if self.json {
                    print_line(rejected_json(provider.slug, reason, detail.as_deref()));
                } else {
                    print_rejected(reason, detail.as_deref());
                }
                error_line("To find out why, run `verihook explain` with the same arguments.");
                Ok(Outcome::Fail)
            }
            Err(other) => Err(UsageError::new(other)),
        }
    }
}

struct Verified<'v> {
    delivery: &'v Delivery,
    bytes: usize,
    now: UnixTime,
}

impl Verified<'_> {
    fn print(&self) {
        let delivery = self.delivery;
        print_line(format_args!(
            "{} {}, {} bytes",
            styled(GOOD, "verified:"),
            delivery.provider(),
            self.bytes
        ));
        print_fact("secret", format_args!("`{}`", delivery.secret()));
        if let Some((id, is_signed)) = self.id() {
            let proof = if is_signed { "signed" } else { "not signed" };
            print_fact("delivery id", format_args!("`{}` ({proof})", visible(id)));
        }
        if let Some(event) = delivery.unsigned_event() {
            print_fact("kind of event", format_args!("`{}` (not signed)", visible(event)));
        }
        if let Some(time) = delivery.timestamp() {
            print_fact("timestamp", format_args!("{}, {}", rfc3339(time), self.age(time)));
        } else if let Some(text) = delivery.unsigned_timestamp() {
            print_fact("timestamp", format_args!("`{}` (not signed)", visible(text)));
        }
        if let Some(answer) = delivery.handshake() {
            print_fact("handshake", Reply(answer));
        }
    }

    /// Returns the delivery id, and whether the signature covers it.
    fn id(&self) -> Option<(&str, bool)> {
        let signed = self.delivery.id().map(|id| (id, true));
        signed.or_else(|| self.delivery.unsigned_id().map(|id| (id, false)))
    }

    fn age(&self, time: UnixTime) -> String {
        let (time, now) = (time.seconds(), self.now.seconds());
        if time > now {
            format!("{} ahead", duration(time - now))
        } else {
            format!("{} old", duration(now - time))
        }
    }

    fn to_json(&self) -> Value {
        let delivery = self.delivery;
        let id = self.id().map(|(id, is_signed)| json!({ "value": id, "signed": is_signed }));
        let age = |time: UnixTime| {
            i128::from(self.now.seconds()).saturating_sub(i128::from(time.seconds()))
        };
        json!({
            "verified": true,
            "provider": delivery.provider(),
            "bytes": self.bytes,
            "secret": delivery.secret(),
            "delivery_id": id,
            "event": delivery.unsigned_event(),
            "timestamp": delivery.timestamp().map(rfc3339),
            "age_seconds": delivery.timestamp().and_then(|time| i64::try_from(age(time)).ok()),
            "unsigned_timestamp": delivery.unsigned_timestamp(),
            "handshake": delivery.handshake().map(|answer| json!({
                "status": answer.status(),
                "body": answer.body(),
            })),
        })
    }
}

/// Describes how an adapter answers a handshake.
struct Reply<'a>(&'a Answer);

impl core::fmt::Display for Reply<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self(answer) = self;
        write!(f, "adapters answer it with {}", answer.status())?;
        match answer.body() {
            "" => f.write_str(" and no body"),
            body => write!(f, " and `{}`", visible(body)),
        }
    }
}

fn print_fact(name: &str, value: impl core::fmt::Display) {
    print_line(format_args!("  {} {value}", styled(FAINT, format_args!("{name}:"))));
}

fn print_rejected(reason: Rejection, detail: Option<&str>) {
    print_line(format_args!("{} {reason}", styled(BAD, "rejected:")));
    if let Some(detail) = detail {
        print_line(format_args!("  {detail}"));
    }
}

fn rejected_json(provider: &str, reason: Rejection, detail: Option<&str>) -> Value {
    json!({
        "verified": false,
        "provider": provider,
        "reason": reason.to_string(),
        "code": kebab(&format!("{reason:?}")),
        "kind": kebab(&format!("{:?}", reason.kind())),
        "detail": detail,
    })
}

/// Returns the name of an enum variant, without its fields, as a code: `signature-mismatch`.
fn kebab(variant: &str) -> String {
    let name = variant.chars().take_while(char::is_ascii_alphanumeric);
    name.enumerate().fold(String::new(), |mut code, (index, letter)| {
        if letter.is_ascii_uppercase() && index > 0 {
            code.push('-');
        }
        code.push(letter.to_ascii_lowercase());
        code
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_names_of_rejections() {
        for (rejection, code) in [
            (Rejection::SignatureMismatch, "signature-mismatch"),
            (Rejection::MissingField("x-signature"), "missing-field"),
        ] {
            assert_eq!(kebab(&format!("{rejection:?}")), code);
        }
    }
}
