//! A secret that must not be seen, in whatever encoding.

use sha2::{Digest as _, Sha256};

/// A secret that must appear in no output, and the sixteen texts by which it would be recognised.
///
/// ```
/// use verihook_conformance::Canary;
///
/// let canary = Canary::new("a-canary-secret-0123456789");
/// canary.assert_absent("an output", "endpoint `github`: signing secret `0` is blank");
/// ```
#[derive(Clone)]
pub struct Canary {
    secret: String,
    encodings: Vec<(&'static str, String)>,
}

impl Canary {
    /// A canary with this text.
    #[must_use]
    pub fn new(secret: &str) -> Self {
        let bytes = secret.as_bytes();
        let hex = |separator: &str| {
            bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(separator)
        };
        let standard = base64(bytes, b"+/");
        let url = base64(bytes, b"-_");
        let digest: Vec<String> =
            Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let list = bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
        let encodings = vec![
            ("as it is", secret.to_owned()),
            ("in capitals", secret.to_uppercase()),
            ("in small letters", secret.to_lowercase()),
            ("reversed", secret.chars().rev().collect()),
            ("in hexadecimal digits", hex("")),
            ("in capital hexadecimal digits", hex("").to_uppercase()),
            ("in hexadecimal digits with spaces", hex(" ")),
            ("in hexadecimal digits with colons", hex(":")),
            ("in Base64", standard.clone()),
            ("in Base64 without padding", standard.trim_end_matches('=').to_owned()),
            ("in Base64 for URLs", url.clone()),
            ("in Base64 for URLs without padding", url.trim_end_matches('=').to_owned()),
            ("percent-encoded", bytes.iter().map(|byte| format!("%{byte:02X}")).collect()),
            ("as a list of bytes", list),
            ("escaped", bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect()),
            ("as its SHA-256 digest", digest.concat()),
        ];
        Self { secret: secret.to_owned(), encodings }
    }

    /// The secret.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// Asserts that this output does not show the secret.
    ///
    /// # Panics
    /// If it does.
    #[allow(clippy::panic, reason = "a test fails by panicking")]
    pub fn assert_absent(&self, what: &str, output: &str) {
        for (encoding, text) in &self.encodings {
            assert!(!output.contains(text), "{what} shows the secret {encoding}");
        }
    }
}

/// Prints no secret, as everything that holds one.
impl core::fmt::Debug for Canary {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Canary").finish_non_exhaustive()
    }
}

/// RFC 4648, with padding, and with these two letters last in the alphabet.
pub(crate) fn base64(bytes: &[u8], last: &[u8; 2]) -> String {
    let letters: Vec<u8> =
        (b'A'..=b'Z').chain(b'a'..=b'z').chain(b'0'..=b'9').chain(*last).collect();
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let at = |index: usize| u32::from(three.get(index).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for digit in 0..4_usize {
            let letter = letters.get((bits >> (18 - 6 * digit)) as usize & 63);
            let letter = letter.filter(|_| digit <= three.len());
            text.push(letter.map_or('=', |letter| char::from(*letter)));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_is_recognised() {
        let canary = Canary::new("Canary?>secret");
        assert_eq!(canary.encodings.len(), 16);
        for (encoding, text) in &canary.encodings {
            let shown = format!("before {text} behind");
            let caught = std::panic::catch_unwind(|| canary.assert_absent("it", &shown));
            assert!(caught.is_err(), "{encoding}");
        }
        assert_eq!(base64(b"fo", b"+/"), "Zm8=");
        assert_eq!(base64(b"\xff\xff\xff", b"-_"), "____");
    }
}
