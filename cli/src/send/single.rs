//! One delivery, sent once or twice.

use super::delivery::{Delivery, Plan};
use super::tamper::{Expected, Tamper};
use crate::client::{Answered, Client, SendError, raw};
use crate::{Outcome, UsageError, print_line};
use http::StatusCode;
use serde_json::{Value, json};
use std::io::Write as _;

/// The most bytes of an answer that are shown.
const MAX_SHOWN: usize = 2048;

/// Prints the request as its bytes.
pub(super) fn print_request(plan: &Plan) -> Result<Outcome, UsageError> {
    let delivery = plan.make(0)?;
    let upper_case = plan.tamper == Some(Tamper::HeaderCase);
    let bytes = raw(&plan.base, &delivery.request, upper_case).map_err(UsageError::new)?;
    if std::io::stdout().write_all(&bytes).and_then(|()| std::io::stdout().flush()).is_err() {
        // Standard output is closed, as by `head`.
        std::process::exit(0);
    }
    Ok(Outcome::Pass)
}

/// Sends the delivery as often as required, and shows each answer.
pub(super) async fn send(
    plan: &Plan,
    client: &Client,
    event: Option<&str>,
    times: usize,
    as_json: bool,
) -> Result<Outcome, UsageError> {
    let delivery = plan.make(0)?;
    if !as_json {
        print_head(plan, &delivery, event);
    }
    let mut passed = true;
    for _ in 0..times {
        let answer = client.send(&plan.base, &delivery.request).await;
        if let Err(SendError::Invalid(why)) = answer {
            return Err(UsageError::new(why));
        }
        let met = is_expected(&answer, &delivery);
        passed &= met;
        if as_json {
            print_line(object(plan, &delivery, event, &answer, met));
        } else {
            print_answer(&answer, &delivery, met);
        }
    }
    Ok(if passed { Outcome::Pass } else { Outcome::Fail })
}

/// Returns `true` if a correct receiver answers like this.
pub(super) fn is_expected(answer: &Result<Answered, SendError>, delivery: &Delivery) -> bool {
    let expected = delivery.change.as_ref().map_or(Expected::Accepted, |change| change.expected);
    answer.as_ref().is_ok_and(|answer| expected.is_met_by(answer.status))
}

/// Returns the URL without a user and a password.
fn shown_url(plan: &Plan) -> String {
    let host = plan.base.host().unwrap_or_default();
    let port = plan.base.port().map_or_else(String::new, |port| format!(":{port}"));
    format!("{}://{host}{port}{}", plan.base.scheme_str().unwrap_or("http"), plan.target())
}

fn print_head(plan: &Plan, delivery: &Delivery, event: Option<&str>) {
    print_line(format_args!("{} {}", plan.method, shown_url(plan)));
    if let Some(event) = event {
        print_line(format_args!("event: {}", escaped(event)));
    }
    if let Some(change) = &delivery.change {
        print_line(format_args!("changed: {}", change.what));
        print_line(format_args!("expected: {}", change.expected));
    }
}

fn print_answer(answer: &Result<Answered, SendError>, delivery: &Delivery, met: bool) {
    match answer {
        Ok(answer) => {
            let milliseconds = answer.elapsed.as_secs_f64() * 1000.0;
            let status = StatusCode::from_u16(answer.status).ok();
            let reason = status.and_then(|status| status.canonical_reason()).unwrap_or_default();
            let status = format!("{} {reason}", answer.status);
            print_line(format_args!("{} in {milliseconds:.1} ms", status.trim_end()));
            let shown = answer.body.get(..MAX_SHOWN).unwrap_or(&answer.body);
            if !shown.is_empty() {
                print_line(escaped(String::from_utf8_lossy(shown).trim_end_matches('\n')));
            }
            if shown.len() < answer.body.len() {
                print_line(format_args!("... and {} bytes", answer.body.len() - shown.len()));
            }
        }
        Err(why) => print_line(format_args!("failed: {why}")),
    }
    if let (Some(change), false) = (&delivery.change, met) {
        print_line(match change.expected {
            Expected::Accepted => "not as expected: a correct receiver answers 2xx",
            Expected::Rejected => "not as expected: a correct receiver answers 4xx",
        });
    }
}

fn object(
    plan: &Plan,
    delivery: &Delivery,
    event: Option<&str>,
    answer: &Result<Answered, SendError>,
    met: bool,
) -> Value {
    let change = delivery.change.as_ref();
    let mut object = json!({
        "method": plan.method,
        "url": shown_url(plan),
        "provider": plan.entry.slug,
        "event": event,
        "changed": change.map(|change| &change.what),
        "expected": change.map_or(Expected::Accepted, |change| change.expected).to_string(),
        "as_expected": met,
    });
    let rest = match answer {
        Ok(answer) => {
            let shown = answer.body.get(..MAX_SHOWN).unwrap_or(&answer.body);
            let fields = answer.headers.iter();
            let fields = fields
                .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes())));
            json!({
                "status": answer.status,
                "headers": fields.collect::<Vec<_>>(),
                "latency_ms": answer.elapsed.as_secs_f64() * 1000.0,
                "body": String::from_utf8_lossy(shown),
                "body_bytes": answer.body.len(),
            })
        }
        Err(why) => json!({"error": why.to_string()}),
    };
    if let (Some(object), Value::Object(rest)) = (object.as_object_mut(), rest) {
        object.extend(rest);
    }
    object
}

/// Escapes control characters, which could change what a terminal shows.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() && !matches!(character, '\n' | '\t') {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(escaped("a\n\tb\u{1b}[2J\r\u{9b}é"), "a\n\tb\\u{1b}[2J\\r\\u{9b}é");
    }
}
