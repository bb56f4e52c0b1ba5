//! Compressed and decompressed bodies.

use super::{MAX_LEN, Originals};
use crate::candidate::{Candidate, Change};
use crate::code::Code;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use flate2::write::{DeflateEncoder, ZlibEncoder};
use flate2::{Compression, GzBuilder};
use std::io::{Read, Write as _};

/// Decompresses a body within the limit. `None` if it is not compressed.
pub(crate) fn decompress(body: &[u8]) -> Option<(Vec<u8>, &'static str)> {
    let read = |reader: &mut dyn Read| {
        let mut plain = Vec::new();
        let limit = u64::try_from(MAX_LEN).unwrap_or(u64::MAX);
        let read = reader.take(limit + 1).read_to_end(&mut plain);
        (read.is_ok() && !plain.is_empty() && plain.len() <= MAX_LEN).then_some(plain)
    };
    if body.starts_with(b"\x1f\x8b") {
        return Some((read(&mut MultiGzDecoder::new(body))?, "gzip"));
    }
    let zlib = || Some((read(&mut ZlibDecoder::new(body))?, "zlib"));
    // Many bytes can be read as raw deflate by chance, but they do not give text.
    let is_text = core::str::from_utf8(body).is_ok();
    let deflate = || {
        let plain = read(&mut DeflateDecoder::new(body))?;
        core::str::from_utf8(&plain).is_ok().then_some((plain, "raw deflate"))
    };
    zlib().or_else(|| if is_text { None } else { deflate() })
}

/// Returns the content coding that the head declares, if there is one.
pub(crate) fn declared(candidate: &Candidate) -> Option<&str> {
    let coding = candidate.text("content-encoding").map(str::trim);
    coding.filter(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity"))
}

pub(super) fn add(candidate: &Candidate, found: &mut Originals<'_>) {
    let body = &candidate.body;
    if let Some((plain, form)) = decompress(body) {
        let evidence = format!(
            "the body is compressed ({form}): its {} bytes decompress to {}",
            body.len(),
            plain.len()
        );
        found.push(0, plain, Change::new(Code::BodyCompressed, evidence), true);
        return;
    }
    if let Some(coding) = declared(candidate) {
        let evidence = format!(
            "`content-encoding` says `{}`, but the body is not compressed",
            printable(coding)
        );
        found.push(0, body.to_vec(), Change::new(Code::BodyDecompressed, evidence), true);
    }
    recompressed(body, found);
}

/// Compresses the body in the ways that give the same bytes everywhere, so that a sender may have.
fn recompressed(body: &[u8], found: &mut Originals<'_>) {
    if body.is_empty() {
        return;
    }
    let evidence = "the body was signed compressed, and decompressed on its way";
    for level in [6, 9, 1] {
        let level = Compression::new(level);
        let mut gzip = GzBuilder::new().mtime(0).write(Vec::new(), level);
        let mut zlib = ZlibEncoder::new(Vec::new(), level);
        let mut deflate = DeflateEncoder::new(Vec::new(), level);
        let _ = (gzip.write_all(body), zlib.write_all(body), deflate.write_all(body));
        let all = [gzip.finish(), zlib.finish(), deflate.finish()];
        for (rank, compressed) in (7..).zip(all.into_iter().flatten()) {
            found.add(rank, compressed, Code::BodyDecompressed, evidence);
        }
    }
}

/// Returns a short text with nothing but visible ASCII characters.
pub(crate) fn printable(text: &str) -> String {
    text.chars().filter(char::is_ascii_graphic).take(40).collect()
}
