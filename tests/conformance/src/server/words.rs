//! Describes what a case sends and what came back, without signatures or secrets.

use crate::cases::{Play, Script, Transport};
use crate::http2::End;
use crate::play::Played;
use crate::wire::{Ending, Step};

/// The header fields whose values are shown: those that frame or describe the body.
const SHOWN: [&str; 6] = [
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "transfer-encoding",
    "x-http-method-override",
];

/// The most different requests of one case that are described.
const MAX_REQUESTS: usize = 3;

/// Describes the requests of a case.
pub(super) fn sent(script: &Script) -> String {
    let mut described = counted(script.plays.iter().map(play));
    let more = described.len().saturating_sub(MAX_REQUESTS);
    described.truncate(MAX_REQUESTS);
    if more > 0 {
        described.push(format!("and {more} more like these"));
    }
    described.join("; ")
}

/// Returns each description once, with the number of times if there are several.
fn counted(descriptions: impl Iterator<Item = String>) -> Vec<String> {
    let mut counted: Vec<(String, usize)> = Vec::new();
    for one in descriptions {
        match counted.iter_mut().find(|(same, _)| *same == one) {
            Some((_, count)) => *count += 1,
            None => counted.push((one, 1)),
        }
    }
    let with_count = |(one, count)| match count {
        1 => one,
        _ => format!("{one} ({count} times)"),
    };
    counted.into_iter().map(with_count).collect()
}

/// Describes the answers to a case.
pub(super) fn received(played: &[Played]) -> String {
    let described = played.iter().map(|one| {
        let statuses: Vec<String> =
            one.answers.iter().flatten().map(|answer| answer.status.to_string()).collect();
        match (statuses.as_slice(), one.ending) {
            ([], Ending::Refused) => "the connection was refused".to_owned(),
            ([], Ending::Closed) => "the connection was closed without an answer".to_owned(),
            ([], Ending::Open) => "no answer".to_owned(),
            (statuses, _) => statuses.join(", "),
        }
    });
    counted(described).join("; ")
}

fn play(play: &Play) -> String {
    match &play.transport {
        Transport::Tcp(steps) => over_tcp(steps),
        Transport::Http2(requests) => {
            let first = requests.first().map_or_else(String::new, |request| {
                let length: usize = request.frames.iter().map(|frame| frame.len()).sum();
                let ending = match request.end {
                    End::Regular | End::EmptyFrame | End::Trailer => "",
                    _ => ", and does not end it",
                };
                let (method, target) = (request.method, &request.target);
                format!("HTTP/2 {method} {target} with {length} bytes of body{ending}")
            });
            match requests.len() {
                0 | 1 => first,
                count => format!("{count} requests over one connection, first {first}"),
            }
        }
    }
}

fn over_tcp(steps: &[Step]) -> String {
    let mut words: Vec<String> = Vec::new();
    let (mut later, mut waits) = (0, false);
    for step in steps {
        match step {
            Step::Send(bytes) | Step::SendOrAbort(bytes) => match request(bytes) {
                Some(request) if words.is_empty() => words.push(request),
                _ => later += bytes.len(),
            },
            Step::Wait(_) => waits = true,
            Step::AwaitAnswer => words.push("waits for an answer".to_owned()),
            Step::Finish => words.push("then ends the connection".to_owned()),
            Step::Reset => words.push("then resets the connection".to_owned()),
        }
    }
    if later > 0 {
        let slowly = if waits { ", with pauses" } else { "" };
        words.insert(1.min(words.len()), format!("then {later} more bytes{slowly}"));
    }
    words.join(", ")
}

/// Describes the request that these bytes start with.
fn request(bytes: &[u8]) -> Option<String> {
    let ends: [&[u8]; 2] = [b"\r\n\r\n", b"\n\n"];
    let end = ends.iter().find_map(|end| {
        let at = bytes.windows(end.len()).position(|window| window == *end)?;
        Some((at, at + end.len()))
    });
    let (head, body) = match end {
        Some((end, start)) => (bytes.get(..end)?, bytes.get(start..)?),
        None => (bytes, &[][..]),
    };
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let mut words = lines.next()?.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    // A query may contain a credential.
    let (path, query) = target.split_once('?').map_or((target, ""), |(path, _)| (path, "?…"));
    let mut fields: Vec<String> = Vec::new();
    for line in lines {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let lower = name.trim().to_ascii_lowercase();
        if matches!(lower.as_str(), "host" | "connection") {
            continue;
        }
        let shown: String = name.escape_debug().take(40).collect();
        fields.push(match SHOWN.contains(&lower.as_str()) {
            true => format!("{shown}: {}", value.trim().escape_debug()),
            false => shown,
        });
    }
    let more = fields.len().saturating_sub(8);
    fields.truncate(8);
    if more > 0 {
        fields.push(format!("{more} more"));
    }
    let fields = fields.join(", ");
    let length = body.len();
    Some(format!("{method} {path}{query} with {fields}; {length} bytes after the head"))
}
