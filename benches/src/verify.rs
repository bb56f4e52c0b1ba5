//! Verification in process, compared with the bare hash and with other crates.

use crate::heads::head;
use crate::measure::{Contender, medians};
use crate::table::{Goal, Table};
use ::http::request::Parts;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::hint::black_box;
use std::time::SystemTime;
use verihook::{
    BodySigned, Provider, Rejection, Signer, SigningSecret, UnixTime, Verifier, providers,
};
use verihook_benches as groups;

/// A secret that every compared crate accepts, in the form in which providers display it.
const TEXT: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SIZES: [usize; 5] = [0, 256, 1024, 64 * 1024, 1024 * 1024];

pub fn now() -> UnixTime {
    UnixTime::try_from(SystemTime::now()).expect("the clock is past 1970")
}

fn body_of(length: usize) -> Vec<u8> {
    (0..length).map(|at| b' ' + (at % 90) as u8).collect()
}

fn name_of(length: usize) -> String {
    match length {
        0..1024 => format!("{length} B"),
        1024..1_048_576 => format!("{} KiB", length / 1024),
        _ => format!("{} MiB", length / 1024 / 1024),
    }
}

fn bare() -> Hmac<Sha256> {
    Hmac::new_from_slice(TEXT.as_bytes()).expect("HMAC accepts any key")
}

fn hash<'a>(keyed: &'a Hmac<Sha256>, body: &'a [u8]) -> impl FnMut() + 'a {
    move || {
        let mut mac = keyed.clone();
        mac.update(black_box(body));
        black_box(mac.finalize());
    }
}

/// A provider's delivery and its verifier.
pub struct Case<P> {
    pub verifier: Verifier<P>,
    pub head: Parts,
    pub body: Vec<u8>,
    pub now: UnixTime,
}

impl<P: Provider<Proves = BodySigned>> Case<P> {
    /// Creates a delivery with `headers` header fields, signed with the first of `secrets`. The
    /// verifier tries them in this order.
    pub fn new(headers: usize, length: usize, secrets: &[&str]) -> Self {
        let now = now();
        let signer = Signer::<P>::new(secrets[0])
            .expect("a valid secret")
            .id("msg_2KWPBgLlAfxdpx2AI54pPJ85f4W");
        let body = body_of(length);
        let mut fields = signer.sign(&body, now).expect("the delivery can be signed");
        fields.extend(extra_of(P::ENDPOINT));
        let builder = Verifier::<P>::builder().body_limit(2 * 1024 * 1024);
        let add = |builder: verihook::VerifierBuilder<P>, secret: &&str| {
            builder.secret(SigningSecret::new(*secret))
        };
        let verifier = secrets.iter().fold(builder, add).build().expect("the secrets are valid");
        let case = Self { verifier, head: head(headers, length, &fields), body, now };
        assert!(
            case.verifier.verify(&case.head, &case.body[..], now).is_ok(),
            "the signed delivery verifies"
        );
        case
    }

    /// Returns a run that verifies at a fixed time.
    pub fn run(&self) -> impl FnMut() + '_ {
        move || {
            let verified =
                self.verifier.verify(black_box(&self.head), black_box(&self.body[..]), self.now);
            assert!(black_box(&verified).is_ok());
        }
    }

    /// Returns a run that also reads the clock, as the compared crate does itself.
    fn run_by_the_clock(&self) -> impl FnMut() + '_ {
        move || {
            let verified =
                self.verifier.verify(black_box(&self.head), black_box(&self.body[..]), now());
            assert!(black_box(&verified).is_ok());
        }
    }

    /// Returns a run whose head is rejected for this reason.
    fn refuse(&self, expected: Rejection) -> impl FnMut() + '_ {
        move || {
            let refused = self.verifier.open(black_box(&self.head), self.now);
            assert_eq!(refused.err(), Some(expected));
        }
    }
}

/// Returns the fields that the provider sends besides its signature.
fn extra_of(slug: &str) -> Vec<(&'static str, String)> {
    match slug {
        "github" => vec![
            ("x-github-event", "push".to_owned()),
            ("x-github-delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958".to_owned()),
        ],
        "terra" => vec![("x-terra-trace-id", "b2b0a3b2".to_owned())],
        _ => Vec::new(),
    }
}

/// Verifies a 256-byte body `times` times and does nothing else, for tools that count instructions.
pub fn repeat(what: &str, times: usize) {
    let github = Case::<providers::GitHub>::new(12, 256, &[TEXT]);
    let stripe = Case::<providers::Stripe>::new(12, 256, &[TEXT]);
    let terra = Case::<providers::Terra>::new(12, 256, &[TEXT]);
    let standard = Case::<providers::StandardWebhooks>::new(12, 256, &[TEXT]);
    let svix = Case::<providers::Svix>::new(12, 256, &[TEXT]);
    let keyed = bare();
    let mut run: Box<dyn FnMut() + '_> = match what {
        "hash" => Box::new(hash(&keyed, &github.body)),
        "github" => Box::new(github.run()),
        "stripe" => Box::new(stripe.run()),
        "terra" => Box::new(terra.run()),
        "standard-webhooks" => Box::new(standard.run()),
        "svix" => Box::new(svix.run()),
        other => {
            panic!(
                "unknown case `{other}`: expected hash, github, stripe, terra, standard-webhooks or svix"
            )
        }
    };
    for _ in 0..times {
        run();
    }
}

pub fn rows(table: &mut Table, rounds: usize, sha: bool) {
    against_the_hash(table, rounds);
    against_webhook_verify(table, rounds);
    against_standard_webhooks(table, rounds, sha);
    allocations(table);
    bogus(table, rounds);
    secrets(table, rounds);
    refusals(table, rounds);
    linear(table, rounds);
}

fn against_the_hash(table: &mut Table, rounds: usize) {
    const BODY: [f64; 5] = [1.5, 1.3, 1.12, 1.02, 1.02];
    const LIST: [f64; 5] = [1.9, 1.6, 1.22, 1.02, 1.02];
    for (at, length) in SIZES.into_iter().enumerate() {
        let keyed = bare();
        let (github, terra, stripe) = (
            Case::<providers::GitHub>::new(12, length, &[TEXT]),
            Case::<providers::Terra>::new(12, length, &[TEXT]),
            Case::<providers::Stripe>::new(12, length, &[TEXT]),
        );
        let times = medians(
            &mut [
                Contender::new(hash(&keyed, &github.body)),
                Contender::new(github.run()),
                Contender::new(terra.run()),
                Contender::new(stripe.run()),
            ],
            rounds,
        );
        let bare = times[0];
        for (name, time, goal) in [
            ("GitHub", times[1], BODY[at]),
            ("Terra", times[2], LIST[at]),
            ("Stripe", times[3], LIST[at]),
        ] {
            table.times_as_long(
                groups::BARE_HASH,
                format!("{name}, {}", name_of(length)),
                [time, bare],
                Goal::AtMost(goal),
            );
        }
    }
    for count in [4, 30] {
        let keyed = bare();
        let (github, terra) = (
            Case::<providers::GitHub>::new(count, 256, &[TEXT]),
            Case::<providers::Terra>::new(count, 256, &[TEXT]),
        );
        let times = medians(
            &mut [
                Contender::new(hash(&keyed, &github.body)),
                Contender::new(github.run()),
                Contender::new(terra.run()),
            ],
            rounds,
        );
        for (name, time) in [("GitHub", times[1]), ("Terra", times[2])] {
            table.times_as_long(
                "The same with fewer and more header fields (ratio of times, lower is better)",
                format!("{name}, 256 B, {count} fields"),
                [time, times[0]],
                Goal::Shown,
            );
        }
    }
}

fn against_webhook_verify(table: &mut Table, rounds: usize) {
    use webhook_verify::{Provider as Theirs, Secret, VerifyOptions, verify};
    const GOALS: [f64; 5] = [2.4, 1.7, 1.3, 0.98, 0.98];
    for (at, length) in SIZES.into_iter().enumerate() {
        let (github, stripe) = (
            Case::<providers::GitHub>::new(12, length, &[TEXT]),
            Case::<providers::Stripe>::new(12, length, &[TEXT]),
        );
        let secret = Secret::new(TEXT);
        let theirs = |provider: Theirs, head: &Parts, body: &[u8]| {
            let verified =
                verify(provider, &head.headers, black_box(body), &secret, VerifyOptions::default());
            assert!(black_box(verified).is_ok());
        };
        let times = medians(
            &mut [
                Contender::new(github.run()),
                Contender::new(|| theirs(Theirs::GitHub, &github.head, &github.body)),
                Contender::new(stripe.run_by_the_clock()),
                Contender::new(|| theirs(Theirs::Stripe, &stripe.head, &stripe.body)),
            ],
            rounds,
        );
        for (name, ours, theirs) in [("GitHub", times[0], times[1]), ("Stripe", times[2], times[3])]
        {
            table.times_as_fast(
                groups::WEBHOOK_VERIFY,
                format!("{name}, {}", name_of(length)),
                [ours, theirs],
                Goal::AtLeast(GOALS[at]),
            );
        }
    }
}

fn against_standard_webhooks(table: &mut Table, rounds: usize, sha: bool) {
    let mut hashes = Vec::new();
    for length in SIZES {
        let (svix, standard) = (
            Case::<providers::Svix>::new(12, length, &[TEXT]),
            Case::<providers::StandardWebhooks>::new(12, length, &[TEXT]),
        );
        let their_svix = svix::webhooks::Webhook::new(TEXT).expect("a valid secret");
        let their_standard = standardwebhooks::Webhook::new(TEXT).expect("a valid secret");
        let keyed = bare();
        let times = medians(
            &mut [
                Contender::new(svix.run_by_the_clock()),
                Contender::new(|| {
                    let verified = their_svix.verify(black_box(&svix.body), &svix.head.headers);
                    assert!(black_box(verified).is_ok());
                }),
                Contender::new(standard.run_by_the_clock()),
                Contender::new(|| {
                    let (body, headers) = (black_box(&standard.body), &standard.head.headers);
                    assert!(black_box(their_standard.verify(body, headers)).is_ok());
                }),
                Contender::new(hash(&keyed, &svix.body)),
            ],
            rounds,
        );
        let goal = match (sha, length) {
            (false, _) => Goal::Shown,
            (true, 0) => Goal::AtLeast(4.0),
            (true, _) => Goal::AtLeast(5.0),
        };
        for (name, ours, theirs) in
            [("svix 2.9.1", times[0], times[1]), ("standardwebhooks 1.0.1", times[2], times[3])]
        {
            table.times_as_fast(
                groups::STANDARD_WEBHOOKS,
                format!("{name}, {}", name_of(length)),
                [ours, theirs],
                goal,
            );
        }
        hashes.push((length, [times[4], times[1]]));
    }
    for (length, times) in hashes {
        table.times_as_fast(
            "Speed of the bare hash relative to svix, the upper limit for any verifier (ratio of times)",
            name_of(length),
            times,
            Goal::Shown,
        );
    }
}

fn allocations(table: &mut Table) {
    fn count<P: Provider<Proves = BodySigned>>(table: &mut Table, name: &str) {
        let case = Case::<P>::new(12, 1024, &[TEXT]);
        let mut run = case.run();
        let counted = allocation_counter::measure(&mut run);
        table.row(
            "Heap allocations per accepted delivery (lower is better)",
            name,
            counted.count_total as f64,
            Goal::AtMost(0.0),
            "",
        );
    }
    count::<providers::GitHub>(table, "GitHub");
    count::<providers::Slack>(table, "Slack");
    count::<providers::Stripe>(table, "Stripe");
    count::<providers::Terra>(table, "Terra");
    count::<providers::StandardWebhooks>(table, "Standard Webhooks");
}

/// Compares 300 wrong signatures with one, over the same body.
fn bogus(table: &mut Table, rounds: usize) {
    let one = Case::<providers::Stripe>::new(12, 1024 * 1024, &[TEXT]);
    let mut many = Case::<providers::Stripe>::new(12, 1024 * 1024, &[TEXT]);
    let wrong: String = (0..300).map(|at| format!(",v1={at:064x}")).collect();
    let text = format!("t={}{wrong}", many.now.seconds());
    many.head.headers.insert("stripe-signature", text.parse().expect("a valid field value"));
    let mut wrong_one = Case::<providers::Stripe>::new(12, 1024 * 1024, &[TEXT]);
    let text = format!("t={},v1={:064x}", wrong_one.now.seconds(), 1);
    wrong_one.head.headers.insert("stripe-signature", text.parse().expect("a valid field value"));
    let refuse = |case: &Case<providers::Stripe>| {
        assert!(black_box(case.verifier.verify(&case.head, &case.body[..], case.now)).is_err());
    };
    let secret = webhook_verify::Secret::new(TEXT);
    let theirs = |case: &Case<providers::Stripe>| {
        let options = webhook_verify::VerifyOptions::default();
        let verified = webhook_verify::verify(
            webhook_verify::Provider::Stripe,
            &case.head.headers,
            &case.body,
            &secret,
            options,
        );
        assert!(black_box(verified).is_err());
    };
    let times = medians(
        &mut [
            Contender::new(one.run()),
            Contender::new(|| refuse(&wrong_one)),
            Contender::new(|| refuse(&many)),
        ],
        rounds,
    );
    let slow =
        medians(&mut [Contender::new(|| theirs(&wrong_one)), Contender::new(|| theirs(&many))], 3);
    let group = "300 forged signatures relative to one, 1 MiB (ratio of times, lower is better)";
    let detail = |time: f64| format!("{:.3} ms vs. {:.3} ms", time / 1e6, times[1] / 1e6);
    table.row(group, "verihook, Stripe", times[2] / times[1], Goal::AtMost(1.05), detail(times[2]));
    table.row(
        group,
        "webhook-verify 0.1.0, Stripe",
        slow[1] / slow[0],
        Goal::Shown,
        format!("{:.1} ms vs. {:.3} ms", slow[1] / 1e6, slow[0] / 1e6),
    );
}

fn secrets(table: &mut Table, rounds: usize) {
    let others = [TEXT, "whsec_another-secret-that-is-long", "whsec_yet-another-that-is-long-too"];
    let one = Case::<providers::Stripe>::new(12, 1024, &others[..1]);
    let two = Case::<providers::Stripe>::new(12, 1024, &others[..2]);
    let three = Case::<providers::Stripe>::new(12, 1024, &others);
    let times = medians(
        &mut [Contender::new(one.run()), Contender::new(two.run()), Contender::new(three.run())],
        rounds,
    );
    let group = "Several secrets relative to one, signed with the first, 1 KiB (ratio of times, lower is better)";
    for (name, time) in [("two secrets", times[1]), ("three secrets", times[2])] {
        table.times_as_long(group, name, [time, times[0]], Goal::AtMost(1.1));
    }
}

/// Compares rejections from the head with looking up the fields that it is checked for.
fn refusals(table: &mut Table, rounds: usize) {
    type Stripe = providers::Stripe;
    let mut missing = Case::<Stripe>::new(12, 1024, &[TEXT]);
    missing.head.headers.remove("stripe-signature");
    missing.head.headers.insert("x-other", "1".parse().expect("a valid field value"));
    let mut stale = Case::<Stripe>::new(12, 1024, &[TEXT]);
    stale.now = UnixTime::from_seconds(stale.now.seconds() + 301);
    let mut large = Case::<Stripe>::new(12, 1024, &[TEXT]);
    large.head.headers.insert("content-length", "10000000".parse().expect("a valid field value"));
    let names = ["content-encoding", "transfer-encoding", "content-length", "stripe-signature"];
    let headers = large.head.headers.clone();
    let look = || {
        for name in names {
            for value in black_box(&headers).get_all(black_box(name)) {
                black_box(value);
            }
        }
    };
    let times = medians(
        &mut [
            Contender::new(look),
            Contender::new(missing.refuse(Rejection::MissingField("stripe-signature"))),
            Contender::new(stale.refuse(Rejection::TimestampStale)),
            Contender::new(large.refuse(Rejection::BodyTooLarge)),
        ],
        rounds,
    );
    let group = "Rejection from the head relative to looking up its fields (ratio of times, lower is better)";
    for (name, time) in [
        ("no signature", times[1]),
        ("stale timestamp", times[2]),
        ("declared length too large", times[3]),
    ] {
        table.times_as_long(group, name, [time, times[0]], Goal::AtMost(3.0));
    }
}

/// Measures how the cost grows with the body, the head, the secrets and the endpoints.
fn linear(table: &mut Table, rounds: usize) {
    type Stripe = providers::Stripe;
    let group = "Growth of the cost (ns; Stripe, 1 KiB, 12 header fields and one secret unless the row differs)";
    let mut shown = |what: String, case: &Case<Stripe>| {
        let time = medians(&mut [Contender::new(case.run())], rounds)[0];
        table.row(group, what, time, Goal::Shown, "");
    };
    for length in [0, 1024, 16 * 1024, 256 * 1024, 1024 * 1024] {
        shown(format!("body: {}", name_of(length)), &Case::new(12, length, &[TEXT]));
    }
    for count in [4, 12, 30] {
        shown(format!("header fields: {count}"), &Case::new(count, 1024, &[TEXT]));
    }
    for listed in [1, 4, 16] {
        let mut case = Case::<Stripe>::new(12, 1024, &[TEXT]);
        let genuine = case.head.headers["stripe-signature"]
            .to_str()
            .expect("the signature is ASCII")
            .to_owned();
        let (time, signature) = genuine.split_once(',').expect("a timestamp and a signature");
        let others: String = (1..listed).map(|at| format!("v1={at:064x},")).collect();
        case.head.headers.insert(
            "stripe-signature",
            format!("{time},{others}{signature}").parse().expect("a valid field value"),
        );
        shown(format!("listed signatures, last one valid: {listed}"), &case);
    }
    let many: Vec<String> =
        (0..16).map(|at| format!("whsec_secret-number-{at}-that-is-long")).collect();
    for count in [1, 4, 16] {
        let secrets: Vec<&str> = many.iter().take(count).map(String::as_str).collect();
        shown(format!("secrets, first one matches: {count}"), &Case::new(12, 1024, &secrets));
    }
    for count in [1, 10, 1000] {
        let cases: Vec<Case<Stripe>> = (0..count).map(|_| Case::new(12, 1024, &[TEXT])).collect();
        let mut at = 0;
        let time = medians(
            &mut [Contender::new(|| {
                at = (at + 1) % cases.len();
                cases[at].run()();
            })],
            rounds,
        )[0];
        table.row(group, format!("endpoints, in turn: {count}"), time, Goal::Shown, "");
    }
}
