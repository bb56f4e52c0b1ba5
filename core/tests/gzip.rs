//! Bodies that a provider sends gzip-coded and signs as they were before.

#![cfg(all(feature = "gzip", feature = "sign"))]
#![allow(clippy::unwrap_used, missing_docs)]

use flate2::{Compression, write::GzEncoder};
use std::io::Write as _;
use verihook::providers::{GetStream, GitHub};
use verihook::{
    BodyBudget, BodySigned, Bytes, PlainHead, Provider, Rejection, RejectionKind, Signer, UnixTime,
    Verifier,
};

const NOW: UnixTime = UnixTime::from_seconds(1_795_000_000);
const SECRET: &str = "yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a";
const BODY: &[u8] = br#"{"type":"message.new","message":{"text":"hello, hello, hello, hello"}}"#;

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn verifier<P: Provider<Proves = BodySigned>>() -> Verifier<P> {
    Verifier::new(SECRET).unwrap()
}

type Fields = Vec<(&'static str, String)>;

fn signed<P: Provider>(body: &[u8], more: &[(&'static str, &str)]) -> Fields {
    let mut headers = Signer::<P>::new(SECRET).unwrap().sign(body, NOW).unwrap();
    headers.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
    headers
}

const GZIP: &[(&str, &str)] = &[("content-encoding", "gzip")];

/// Verifies a body in chunks of this size, and returns the payload.
fn receive<P: Provider<Proves = BodySigned>>(
    verifier: &Verifier<P>,
    headers: &Fields,
    sent: &[u8],
    size: usize,
) -> Result<Bytes, Rejection> {
    let head = PlainHead::new("POST", "/", headers);
    let mut verification = verifier.open(&head, NOW)?.into_verification().unwrap();
    for chunk in sent.chunks(size) {
        verification.update(Bytes::copy_from_slice(chunk))?;
    }
    assert_eq!(verification.received(), sent.len());
    let proof = verification.finish()?;
    Ok(proof.into_payload())
}

fn stream(headers: &Fields, sent: &[u8]) -> Result<Bytes, Rejection> {
    let verdict = receive::<GetStream>(&verifier(), headers, sent, usize::MAX);
    for size in [1, 2, 7, 64] {
        let chunked = receive::<GetStream>(&verifier(), headers, sent, size);
        assert_eq!(chunked, verdict, "in chunks of {size}");
    }
    verdict
}

#[test]
fn a_gzip_body_is_verified_decoded() {
    let coded = gzip(BODY);
    let right = coded.len().to_string();
    for coding in ["gzip", "GZip", " gzip "] {
        assert_eq!(
            stream(&signed::<GetStream>(BODY, &[("content-encoding", coding)]), &coded).unwrap(),
            BODY
        );
    }
    let with_length = [("content-encoding", "gzip"), ("content-length", right.as_str())];
    assert_eq!(stream(&signed::<GetStream>(BODY, &with_length), &coded).unwrap(), BODY);
    assert_eq!(stream(&signed::<GetStream>(b"", GZIP), &gzip(b"")).unwrap(), "");
    // Without a coding, or with `identity`, the bytes are those that arrive.
    assert_eq!(stream(&signed::<GetStream>(BODY, &[]), BODY).unwrap(), BODY);
    let identity = signed::<GetStream>(BODY, &[("content-encoding", "identity")]);
    assert_eq!(stream(&identity, BODY).unwrap(), BODY);
    let large = BODY.repeat(10_000);
    let headers = signed::<GetStream>(&large, GZIP);
    assert_eq!(stream(&headers, &gzip(&large)).unwrap(), large);
}

#[test]
fn what_was_signed_compressed_is_not_what_was_signed() {
    let coded = gzip(BODY);
    let mismatch = Err(Rejection::SignatureMismatch);
    assert_eq!(stream(&signed::<GetStream>(&coded, GZIP), &coded), mismatch);
    assert_eq!(stream(&signed::<GetStream>(BODY, &[]), &coded), mismatch, "no coding is named");
    let mut other = BODY.to_vec();
    other[3] ^= 1;
    assert_eq!(stream(&signed::<GetStream>(BODY, GZIP), &gzip(&other)), mismatch);
}

#[test]
fn no_other_coding_and_no_other_scheme_is_decoded() {
    let coded = gzip(BODY);
    for coding in [
        "deflate",
        "br",
        "zstd",
        "x-gzip",
        "gzip, gzip",
        "gzip,",
        "gzip, identity",
        "gzip;q=1",
        "gzipp",
    ] {
        let headers = signed::<GetStream>(BODY, &[("content-encoding", coding)]);
        assert_eq!(stream(&headers, &coded), Err(Rejection::ContentCoded), "{coding}");
    }
    let twice =
        signed::<GetStream>(BODY, &[("content-encoding", "gzip"), ("content-encoding", "gzip")]);
    assert_eq!(stream(&twice, &gzip(&coded)), Err(Rejection::ContentCoded));
    let github = signed::<GitHub>(BODY, GZIP);
    assert_eq!(receive::<GitHub>(&verifier(), &github, &coded, 64), Err(Rejection::ContentCoded));
    // A body that is coded twice is decoded once.
    let nested = signed::<GetStream>(BODY, GZIP);
    assert_eq!(stream(&nested, &gzip(&coded)), Err(Rejection::SignatureMismatch));
    let head = signed::<GetStream>(BODY, GZIP);
    let head = PlainHead::new("POST", "/", &head);
    let whole = verifier::<GetStream>().verify(&head, &coded[..], NOW).map(|_| ());
    assert_eq!(whole, Err(Rejection::ContentCoded), "the body would be the payload");
}

#[test]
fn a_body_is_one_whole_member() {
    let (headers, coded) = (signed::<GetStream>(BODY, GZIP), gzip(BODY));
    for end in 0..coded.len() {
        assert_eq!(stream(&headers, &coded[..end]), Err(Rejection::BodyIncomplete), "{end}");
    }
    let malformed = Err(Rejection::GzipMalformed);
    for garbage in [&b"\0"[..], b"\n", &coded, &coded[..1]] {
        assert_eq!(stream(&headers, &[&coded, garbage].concat()), malformed);
    }
    // The checksum and the length are at the end.
    for at in coded.len() - 8..coded.len() {
        let mut changed = coded.clone();
        changed[at] ^= 1;
        assert_eq!(stream(&headers, &changed), malformed);
    }
    for odd in [&b"{}{}{}{}{}{}{}{}{}{}"[..], &[0; 64], &[0xff; 64]] {
        assert_eq!(stream(&headers, odd), malformed);
    }
    assert_eq!(Rejection::GzipMalformed.kind(), RejectionKind::Malformed);
}

#[test]
fn the_declared_length_is_that_of_the_coded_bytes() {
    let coded = gzip(BODY);
    for length in [0, coded.len() - 1, coded.len() + 1, BODY.len()] {
        let length = length.to_string();
        let fields = [("content-encoding", "gzip"), ("content-length", length.as_str())];
        let headers = signed::<GetStream>(BODY, &fields);
        assert_eq!(stream(&headers, &coded), Err(Rejection::BodyIncomplete), "{length}");
    }
    let right = coded.len().to_string();
    let fields = [("content-encoding", "gzip"), ("content-length", right.as_str())];
    let headers = signed::<GetStream>(BODY, &fields);
    let head = PlainHead::new("POST", "/", &headers);
    let verifier = verifier::<GetStream>();
    let mut verification = verifier.open(&head, NOW).unwrap().into_verification().unwrap();
    assert_eq!(verification.accept_unconfirmed_end(), Err(Rejection::EndUnconfirmed));
    verification.update(coded.clone().into()).unwrap();
    assert_eq!(verification.accept_unconfirmed_end(), Ok(()));
    assert_eq!(verification.work(), BODY.len(), "the decoded body is hashed");
    verification.check().unwrap();
    verification.update(Bytes::new()).unwrap();
    assert_eq!(verification.accept_unconfirmed_end(), Ok(()));
    assert_eq!(verification.finish().unwrap().payload(), BODY);
    // Nothing is appended to a body that was checked.
    let mut verification = verifier.open(&head, NOW).unwrap().into_verification().unwrap();
    verification.update(coded.into()).unwrap();
    verification.check().unwrap();
    assert_eq!(verification.update(Bytes::from("x")), Err(Rejection::GzipMalformed));
    assert_eq!(verification.finish().map(|_| ()), Err(Rejection::GzipMalformed));
}

#[test]
fn a_bomb_is_too_large_and_takes_no_more_memory_than_the_limit() {
    let limit = 256 * 1024;
    let verifier =
        Verifier::<GetStream>::builder().secret(SECRET).body_limit(limit).build().unwrap();
    let fitting = vec![b' '; limit];
    let headers = signed::<GetStream>(&fitting, GZIP);
    assert_eq!(receive(&verifier, &headers, &gzip(&fitting), 64).unwrap(), fitting);
    let over = vec![b' '; limit + 1];
    let headers = signed::<GetStream>(&over, GZIP);
    let too_large = Err(Rejection::BodyTooLarge);
    for size in [1, 64, usize::MAX] {
        assert_eq!(receive(&verifier, &headers, &gzip(&over), size), too_large);
    }
    let bomb = gzip(&vec![b' '; 64 * limit]);
    let mut verdict = Ok(Bytes::new());
    let measured = allocation_counter::measure(|| {
        verdict = receive(&verifier, &headers, &bomb, usize::MAX);
    });
    assert_eq!(verdict, too_large);
    // The decoder itself, the copy of the chunk, and a smaller buffer while it is replaced.
    let own = 128 * 1024 + bomb.len() + limit / 2;
    assert!(measured.bytes_max <= (limit + own) as u64, "{}", measured.bytes_max);
    // Coded bytes that decode to nothing are bounded too: the name of a file can precede a body.
    let mut named = vec![0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 0xff];
    named.resize(limit + 1, b'n');
    assert_eq!(receive(&verifier, &headers, &named, 1024), Err(Rejection::GzipMalformed));
}

#[test]
fn the_decoded_bytes_count_for_the_budget() {
    let budget = BodyBudget::new(100_000);
    let builder = Verifier::<GetStream>::builder().secret(SECRET).body_budget(&budget);
    let verifier = builder.build().unwrap();
    let body = vec![b' '; 200_000];
    let headers = signed::<GetStream>(&body, GZIP);
    let verdict = receive(&verifier, &headers, &gzip(&body), usize::MAX);
    assert_eq!(verdict, Err(Rejection::BodyBudgetSpent));
    assert_eq!(budget.in_use(), 0);
    let body = vec![b' '; 100_000];
    let headers = signed::<GetStream>(&body, GZIP);
    assert_eq!(receive(&verifier, &headers, &gzip(&body), 3).unwrap(), body);
    assert_eq!(budget.in_use(), 0);
}
