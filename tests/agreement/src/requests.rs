//! Generated requests, reproducible by their seed.

use crate::servers::{Served, digest, endpoints, public_url};
use core::fmt::Write as _;
use fastrand::Rng;
use std::time::SystemTime;
use verihook::{Any, PlainHead, Signer, UnixTime};
use verihook_conformance::wire::{Answer, Step};
use verihook_conformance::{BODY_LIMIT, signing_secrets_of};

/// A request and its framing.
#[derive(Clone, Debug)]
#[allow(clippy::exhaustive_structs, reason = "made to be changed by tests")]
pub struct Request {
    /// The endpoint.
    pub endpoint: Served,
    /// The method.
    pub method: String,
    /// The path and query.
    pub target: String,
    /// The headers, except those that frame the body.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The framing of the body.
    pub framing: Framing,
}

/// The framing of a body.
#[derive(Clone, Debug)]
#[allow(clippy::exhaustive_enums, reason = "made to be changed by tests")]
pub enum Framing {
    /// No framing and no body.
    None,
    /// A declared length, which exceeds the body by this much. If it does, the connection then
    /// ends.
    Declared(usize),
    /// Chunks.
    Chunked {
        /// The sizes of the chunks, repeated cyclically.
        sizes: Vec<usize>,
        /// Sends a trailer after the last chunk.
        trailer: bool,
        /// Ends the connection before the last chunk.
        cut: bool,
    },
}

impl Request {
    /// Generates a request with framing that every framework accepts, genuine or changed in some
    /// way.
    #[must_use]
    pub fn generated(seed: u64) -> Self {
        let rng = &mut Rng::with_seed(seed);
        let mut request = Self::genuine(rng);
        if rng.bool() {
            for _ in 0..rng.usize(1..=2) {
                request.change(rng);
            }
        }
        request
    }

    /// Generates an unchanged request, which may be signed with another secret or at another time.
    fn genuine(rng: &mut Rng) -> Self {
        let endpoints = endpoints();
        #[allow(clippy::expect_used, reason = "there are providers")]
        let endpoint = rng.choice(endpoints).expect("there are providers");
        Self::to(endpoint, rng)
    }

    /// Generates an unchanged request to this endpoint.
    pub fn to(endpoint: Served, rng: &mut Rng) -> Self {
        let body = body(rng);
        let headers = signed(&endpoint, &body, rng);
        let framing = framing(&endpoint, &body, rng);
        let target = format!("/{}", endpoint.slug());
        Self { endpoint, method: "POST".into(), target, headers, body, framing }
    }

    /// Replaces the body, and signs the request again.
    pub fn signed_again(&mut self, body: &[u8], rng: &mut Rng) {
        self.body = body.to_vec();
        self.headers = signed(&self.endpoint, body, rng);
    }

    fn change(&mut self, rng: &mut Rng) {
        match rng.u8(0..12) {
            0 => {
                self.body = changed(&self.body, rng);
                if matches!(self.framing, Framing::None) {
                    self.framing = Framing::Declared(0);
                }
            }
            1 => {
                let coding = ["gzip", "identity", "br", "identity, gzip", "", "IDENTITY", "x"];
                self.add("content-encoding", pick(rng, &coding));
            }
            2 => self.method = pick(rng, &["PUT", "PATCH", "DELETE", "GET", "OPTIONS"]).into(),
            3 => self
                .target
                .push_str(pick(rng, &["?", "?a=1", "?a=1&&b=%2f", "?x=%00", "?=", "?a?b"])),
            4 => {
                for number in 0..rng.u8(1..20) {
                    let value = text(rng, 40);
                    self.add(&format!("x-other-{number}"), &value);
                }
            }
            5 => rng.shuffle(&mut self.headers),
            _ => self.change_header(rng),
        }
    }

    fn add(&mut self, name: &str, value: &str) {
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    fn change_header(&mut self, rng: &mut Rng) {
        if self.headers.is_empty() {
            return;
        }
        let at = rng.usize(0..self.headers.len());
        if rng.u8(0..4) == 0 {
            let mut copy = self.headers.get(at).cloned().unwrap_or_default();
            match rng.u8(0..3) {
                0 => drop(self.headers.remove(at)),
                1 => self.headers.push(copy),
                _ => {
                    copy.1 = spoilt(&copy.1, rng);
                    let place = rng.usize(0..=self.headers.len());
                    self.headers.insert(place, copy);
                }
            }
            return;
        }
        let Some((name, value)) = self.headers.get_mut(at) else { return };
        match rng.u8(0..4) {
            0 => *name = recased(name, rng),
            1 => *value = format!("{}{value}{}", blank(rng), blank(rng)),
            _ => *value = spoilt(value, rng),
        }
    }

    /// Returns the actions of the client.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        let mut steps = vec![Step::Send(self.bytes())];
        if self.is_cut() {
            steps.push(Step::Finish);
        }
        steps
    }

    const fn is_cut(&self) -> bool {
        match self.framing {
            Framing::None => false,
            Framing::Declared(missing) => missing > 0,
            Framing::Chunked { cut, .. } => cut,
        }
    }

    fn framing_field(&self) -> Option<(String, String)> {
        match self.framing {
            Framing::None => None,
            Framing::Declared(missing) => {
                Some(("Content-Length".into(), (self.body.len() + missing).to_string()))
            }
            Framing::Chunked { .. } => Some(("Transfer-Encoding".into(), "chunked".into())),
        }
    }

    /// Returns the head.
    #[must_use]
    pub fn head(&self) -> String {
        let mut head = format!(
            "{} {} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n",
            self.method, self.target
        );
        for (name, value) in self.headers.iter().chain(&self.framing_field()) {
            // Writing to a string cannot fail.
            let _ = write!(head, "{name}: {value}\r\n");
        }
        head + "\r\n"
    }

    /// Returns the framed body.
    #[must_use]
    pub fn framed(&self) -> Vec<u8> {
        let Framing::Chunked { sizes, trailer, cut } = &self.framing else {
            return self.body.clone();
        };
        let mut framed = Vec::new();
        let mut rest = self.body.as_slice();
        for size in sizes.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (chunk, after) = rest.split_at((*size).min(rest.len()));
            framed.extend(verihook_conformance::wire::chunk(chunk));
            rest = after;
        }
        if !cut {
            let trailer = if *trailer { "x-trailer: 1\r\n" } else { "" };
            framed.extend_from_slice(format!("0\r\n{trailer}\r\n").as_bytes());
        }
        framed
    }

    /// Returns the bytes of the request.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        [self.head().into_bytes(), self.framed()].concat()
    }

    /// Returns the core's answer to this request, without a framework.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let trimmed = |(name, value): &(String, String)| {
            (name.clone(), value.trim_matches([' ', '\t']).to_owned())
        };
        let headers: Vec<_> =
            self.headers.iter().chain(&self.framing_field()).map(trimmed).collect();
        let head = PlainHead::new(&self.method, &self.target, &headers);
        let body = if self.is_cut() { Err(self.body.as_slice()) } else { Ok(self.body.as_slice()) };
        match self.endpoint.verdict(&head, body) {
            Ok(body) => Verdict { status: 200, text: digest(&body), header: None },
            Err(answer) => Verdict {
                status: answer.status(),
                text: answer.body().to_owned(),
                header: answer.header().map(|(name, value)| (name, value.to_owned())),
            },
        }
    }
}

/// The expected answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "made to be compared by tests")]
pub struct Verdict {
    /// The status code.
    pub status: u16,
    /// The text of a rejection, or the digest of the bytes that the handler saw.
    pub text: String,
    /// The header that belongs to the status.
    pub header: Option<(&'static str, String)>,
}

impl Verdict {
    /// Returns `true` if this is the only answer.
    #[must_use]
    pub fn is(&self, answers: &[Answer]) -> bool {
        let [answer] = answers else { return false };
        answer.status == self.status
            && answer.body == self.text.as_bytes()
            && self.header.as_ref().is_none_or(|(name, value)| answer.has_header(name, value))
    }
}

#[allow(clippy::expect_used, reason = "a test fails by panicking")]
fn signed(endpoint: &Served, body: &[u8], rng: &mut Rng) -> Vec<(String, String)> {
    let slug = endpoint.slug();
    let [old, current] = signing_secrets_of(slug);
    let guess = match old {
        "old" => "guess",
        "study:old" => "study:guess",
        old if old.starts_with("whsec_") => "whsec_Z3Vlc3NndWVzc2d1ZXNzZ3Vlc3NndWVz",
        // Other secrets have a special form, so the old one is used instead of a guess.
        old => old,
    };
    let secret = pick(rng, &[current, current, current, old, old, guess]);
    // Far from the tolerance, because time passes while the request is sent.
    let offset = *pick(rng, &[&0_i64, &0, &0, &0, &-400, &-100, &100, &400]);
    let now = UnixTime::try_from(SystemTime::now()).map_or(0, UnixTime::seconds);
    let signer = Signer::<Any>::by_slug(slug, secret).expect("the secret is valid");
    let signer = signer.public_url(public_url(slug)).expect("the URL is valid");
    let signer = signer.target(format!("/{slug}"));
    let then = UnixTime::from_seconds(now.saturating_add_signed(offset));
    let signed = signer.sign(body, then).expect("the body can be signed");
    signed.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn body(rng: &mut Rng) -> Vec<u8> {
    let (length, long) = (rng.usize(1..60), rng.usize(1..BODY_LIMIT));
    match rng.u8(0..10) {
        0 => Vec::new(),
        1 => vec![b'x'; BODY_LIMIT],
        2 => vec![b'x'; rng.usize(BODY_LIMIT + 1..BODY_LIMIT + 100)],
        3 => bytes(rng, long),
        4 => bytes(rng, length),
        5 => format!("a={length}&b=%2F+x").into_bytes(),
        6 => [b"\xef\xbb\xbf".to_vec(), text(rng, length).into_bytes()].concat(),
        _ => format!("{{\"a\":{length},\"b\":\"{}\"}}", text(rng, length).replace(['"', '\\'], ""))
            .into_bytes(),
    }
}

fn bytes(rng: &mut Rng, length: usize) -> Vec<u8> {
    (0..length).map(|_| rng.u8(..)).collect()
}

fn framing(endpoint: &Served, body: &[u8], rng: &mut Rng) -> Framing {
    let cut = rng.u8(0..12) == 0;
    // Rocket requires a declared length for a body that is not signed.
    let declared = matches!(endpoint, Served::Origin(..)) || rng.u8(0..5) < 3;
    match (body.is_empty(), declared) {
        (true, _) if !cut && rng.u8(0..4) == 0 && !matches!(endpoint, Served::Origin(..)) => {
            Framing::None
        }
        (_, true) => Framing::Declared(if cut { rng.usize(1..50) } else { 0 }),
        (_, false) => {
            let sizes = (0..rng.usize(1..4)).map(|_| rng.usize(1..400)).collect();
            Framing::Chunked { sizes, trailer: rng.bool(), cut }
        }
    }
}

fn changed(body: &[u8], rng: &mut Rng) -> Vec<u8> {
    let mut changed = body.to_vec();
    match (rng.u8(0..3), changed.is_empty()) {
        (0, false) => {
            let at = rng.usize(0..changed.len());
            if let Some(byte) = changed.get_mut(at) {
                *byte ^= 1 << rng.u8(0..8);
            }
        }
        (1, false) => drop(changed.pop()),
        _ => changed.push(rng.u8(..)),
    }
    changed
}

/// Returns a value with one change.
fn spoilt(value: &str, rng: &mut Rng) -> String {
    let mut characters: Vec<char> = value.chars().collect();
    let at = rng.usize(0..=characters.len());
    match rng.u8(0..9) {
        0 => characters.truncate(at),
        1 => return String::new(),
        2 => return value.to_uppercase(),
        3 => return value.repeat(2),
        4 => return format!("{value}, {value}"),
        5 => return "x".repeat(rng.usize(1..20_000)),
        6 => characters.insert(at, 'é'),
        7 => characters.insert(at, *pick(rng, &[&' ', &'\t', &',', &'=', &';', &'.', &'0', &'+'])),
        _ => {
            if let Some(character) = characters.get_mut(at) {
                *character = rng.alphanumeric();
            }
        }
    }
    characters.into_iter().collect()
}

fn recased(name: &str, rng: &mut Rng) -> String {
    let recase = |character: char| match rng.bool() {
        true => character.to_ascii_uppercase(),
        false => character.to_ascii_lowercase(),
    };
    name.chars().map(recase).collect()
}

fn blank(rng: &mut Rng) -> String {
    (0..rng.usize(0..4)).map(|_| *pick(rng, &[&' ', &'\t'])).collect()
}

/// Returns a string of visible ASCII and spaces.
fn text(rng: &mut Rng, length: usize) -> String {
    (0..length).map(|_| rng.char(' '..='~')).collect()
}

fn pick<'t, T: ?Sized>(rng: &mut Rng, from: &[&'t T]) -> &'t T {
    #[allow(clippy::indexing_slicing, reason = "the index is below the length")]
    from[rng.usize(0..from.len())]
}
