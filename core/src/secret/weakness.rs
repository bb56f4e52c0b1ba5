//! Detection of weak signing secrets.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// A reason why a signing secret is too easy to guess or to lose.
///
/// The criteria are those of TradeLens: at least 30 characters, no predictable ones, and a
/// different secret for each endpoint. They suit every provider that lets users choose their
/// secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Weakness {
    /// It consists of words and patterns that attackers try first.
    ///
    /// Examples are `passw0rd`, `sharedsecret1` and `abcabcabc`.
    Predictable,
    /// It is in quotes, which are probably not part of it.
    ///
    /// They often remain when a secret is copied from a configuration file or a document.
    Quoted,
    /// Another endpoint has it too, so one leak compromises both.
    Reused {
        /// The name of the other endpoint.
        endpoint: String,
    },
    /// It has fewer than 30 characters.
    Short {
        /// The number of characters.
        characters: usize,
    },
}

impl fmt::Display for Weakness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Predictable => f.write_str("is predictable: generate a random one"),
            Self::Quoted => {
                f.write_str("is in quotes: remove them, unless the provider shows them")
            }
            Self::Reused { endpoint } => write!(f, "is also used by endpoint `{endpoint}`"),
            Self::Short { characters } => {
                write!(f, "has {characters} characters: expected at least {MIN_CHARACTERS}")
            }
        }
    }
}

/// Words that are iterated over several times.
pub(crate) trait Names: Iterator<Item = &'static str> + Clone {}
impl<T: Iterator<Item = &'static str> + Clone> Names for T {}

/// The minimum number of characters of a secret that is not weak.
const MIN_CHARACTERS: usize = 30;

/// Returns the weakness of a secret, given without the prefix that its provider puts before it.
///
/// `names` are checked in addition to the common words. They are the names of providers, which
/// hardly protect better than no secret.
pub(crate) fn weakness(text: &str, names: impl Names) -> Option<Weakness> {
    let characters = text.chars().count();
    if is_predictable(text, names) {
        Some(Weakness::Predictable)
    } else if characters < MIN_CHARACTERS {
        Some(Weakness::Short { characters })
    } else {
        None
    }
}

/// Returns `true` for text in quotes, straight or typographic.
pub(crate) fn is_quoted(text: &str) -> bool {
    let mut characters = text.chars();
    let (Some(first), Some(last)) = (characters.next(), characters.next_back()) else {
        return false;
    };
    match first {
        '"' | '\'' | '`' => last == first,
        '\u{201c}' | '\u{201d}' | '\u{201e}' => matches!(last, '\u{201c}' | '\u{201d}'),
        '\u{2018}' | '\u{2019}' | '\u{201a}' => matches!(last, '\u{2018}' | '\u{2019}'),
        '\u{ab}' => last == '\u{bb}',
        '\u{bb}' => last == '\u{ab}',
        _ => false,
    }
}

fn is_predictable(text: &str, names: impl Names) -> bool {
    // Limits the work: a secret with 256 guessable characters does not become strong after them.
    let lower: Vec<char> = text.chars().take(256).flat_map(char::to_lowercase).collect();
    let is_words = |undo: fn(char) -> char| {
        let letters: String =
            lower.iter().copied().map(undo).filter(char::is_ascii_lowercase).collect();
        // Digits and signs between words add no secrecy, but words among mostly digits are chance.
        letters.len() * 2 >= lower.len() && is_made_of_words(&letters, names.clone())
    };
    is_pattern(&lower)
        || is_words(core::convert::identity)
        || is_words(|letter| undisguised(letter, '!'))
        || is_words(|letter| undisguised(letter, 'i'))
        || is_words(|letter| undisguised(letter, 'l'))
}

/// Returns `true` for a repeated piece, a sequence, or fewer than five distinct characters.
fn is_pattern(text: &[char]) -> bool {
    let mut distinct = text.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let repeats = |length: usize| {
        text.len() > length && text.iter().zip(text.iter().skip(length)).all(|(a, b)| a == b)
    };
    let steps = text
        .iter()
        .zip(text.iter().skip(1))
        .map(|(a, b)| i64::from(u32::from(*b)) - i64::from(u32::from(*a)));
    let in_sequence = steps.filter(|step| matches!(step, -1..=1)).count();
    distinct.len() < 5 || (1..=text.len() / 2).any(repeats) || in_sequence * 10 > text.len() * 7
}

/// Returns the letter that a digit or sign replaces.
///
/// `one` is the result for `1`, `!` and `|`, which can replace two letters or mean themselves.
const fn undisguised(letter: char, one: char) -> char {
    match letter {
        '0' => 'o',
        '1' | '!' | '|' => one,
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// Returns `true` if the letters are a sequence of words and nothing else.
fn is_made_of_words(letters: &str, names: impl Names) -> bool {
    let mut reached = alloc::vec![false; letters.len() + 1];
    if let Some(start) = reached.first_mut() {
        *start = !letters.is_empty();
    }
    for at in 0..letters.len() {
        if !reached.get(at).is_some_and(|reached| *reached) {
            continue;
        }
        let rest = letters.get(at..).unwrap_or_default();
        for word in WORDS.iter().copied().chain(names.clone()).filter(|word| rest.starts_with(word))
        {
            if let Some(end) = reached.get_mut(at + word.len()) {
                *end = true;
            }
        }
    }
    reached.last() == Some(&true)
}

/// Common words in guessable secrets.
const WORDS: &[&str] = &[
    "abc",
    "abcd",
    "abcde",
    "access",
    "acme",
    "admin",
    "an",
    "and",
    "api",
    "app",
    "april",
    "asdf",
    "asdfgh",
    "asdfghjkl",
    "asecret",
    "august",
    "autumn",
    "babe",
    "bar",
    "base",
    "baz",
    "be",
    "bearer",
    "beef",
    "bit",
    "bits",
    "bla",
    "blah",
    "board",
    "cafe",
    "cat",
    "change",
    "changeit",
    "changeme",
    "client",
    "code",
    "company",
    "correct",
    "data",
    "dead",
    "december",
    "default",
    "demo",
    "dev",
    "development",
    "do",
    "dog",
    "dragon",
    "dummy",
    "endpoint",
    "enter",
    "event",
    "events",
    "everybody",
    "example",
    "fake",
    "february",
    "foo",
    "for",
    "general",
    "goes",
    "hello",
    "here",
    "hmac",
    "hook",
    "horse",
    "hunter",
    "iloveyou",
    "in",
    "insert",
    "is",
    "it",
    "its",
    "january",
    "july",
    "june",
    "key",
    "keyboard",
    "letmein",
    "live",
    "local",
    "localhost",
    "login",
    "love",
    "march",
    "md",
    "me",
    "monkey",
    "my",
    "new",
    "no",
    "not",
    "november",
    "october",
    "of",
    "old",
    "one",
    "only",
    "our",
    "pass",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "passwort",
    "phrase",
    "placeholder",
    "please",
    "pls",
    "post",
    "private",
    "prod",
    "production",
    "public",
    "put",
    "qazwsx",
    "qwert",
    "qwerty",
    "qwertyuiop",
    "qwertz",
    "random",
    "real",
    "replace",
    "root",
    "safe",
    "sample",
    "secret",
    "secrets",
    "secure",
    "september",
    "server",
    "service",
    "sha",
    "share",
    "shared",
    "sharedsecret",
    "sign",
    "signature",
    "signing",
    "some",
    "spring",
    "staging",
    "staple",
    "string",
    "strong",
    "summer",
    "super",
    "supersecret",
    "temp",
    "test",
    "tester",
    "testing",
    "tests",
    "text",
    "the",
    "this",
    "to",
    "todo",
    "token",
    "top",
    "trustno",
    "two",
    "use",
    "user",
    "value",
    "very",
    "we",
    "web",
    "webhook",
    "webhooks",
    "welcome",
    "whsec",
    "winter",
    "with",
    "word",
    "world",
    "xxx",
    "yes",
    "you",
    "your",
    "yours",
    "zxcvb",
    "zxcvbn",
    "zxcvbnm",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn weakness(text: &str) -> Option<Weakness> {
        super::weakness(text, ["github"].into_iter())
    }

    #[test]
    fn predictable_secrets_are_told() {
        for text in [
            "passw0rd",
            "P@ssw0rd!",
            "sharedsecret1",
            "theSharedSecret",
            "It's a Secret to Everybody",
            "correct horse battery staple horse",
            "my-super-secret-webhook-signing-key-2026",
            "CHANGEME-CHANGEME-CHANGEME-CHANGEME",
            "github-webhook-secret-for-production",
            "your_webhook_secret_goes_here_please",
            "whsec_test",
            "$ecret",
            "hunter2",
            "123456789012345678901234567890",
            "00000000000000000000000000000000000",
            "abcdefghijklmnopqrstuvwxyz0123456789",
            "zyxwvutsrqponmlkjihgfedcba9876543210",
            "k9Xk9Xk9Xk9Xk9Xk9Xk9Xk9Xk9Xk9Xk9X",
            "f00f00f00f00f00f00f00f00f00f00f00f00",
            "qwertyuiopasdfghjklzxcvbnm1234567890",
            "Winter2025Winter2025Winter2025!!",
            "your-256-bit-secret-your-256-bit-secret",
            &"a".repeat(257),
            &"password".repeat(40),
            &"changeme-".repeat(30),
        ] {
            let expected =
                if text.contains("battery") { None } else { Some(Weakness::Predictable) };
            assert_eq!(weakness(text), expected, "{text}");
        }
    }

    #[test]
    fn short_secrets_are_told() {
        assert_eq!(weakness("k3J!x"), Some(Weakness::Short { characters: 5 }));
        assert_eq!(weakness("B3`MlG4sJR.X^-%w=oG_UrNBEpszl?"), None);
        assert_eq!(
            weakness("B3`MlG4sJR.X^-%w=oG_UrNBEpszl"),
            Some(Weakness::Short { characters: 29 })
        );
        assert_eq!(weakness("äöüßéèêñçåøæœłżźśćęąőűřšžýíáóú"), None);
    }

    /// The output of generators is not weak: hexadecimal digits, Base64, digits, letters, UUIDs.
    #[test]
    fn generated_secrets_are_not_weak() {
        use sha2::{Digest as _, Sha256};
        for seed in 0..5_000_u32 {
            let bytes: [u8; 32] = Sha256::digest(seed.to_le_bytes()).into();
            let hex: String =
                bytes.iter().take(16).map(|byte| alloc::format!("{byte:02x}")).collect();
            let digits: String = bytes.iter().map(|byte| char::from(b'0' + byte % 10)).collect();
            let letters: String = bytes.iter().map(|byte| char::from(b'a' + byte % 26)).collect();
            let base64 = <base64ct::Base64 as base64ct::Encoding>::encode_string(&bytes);
            for text in [hex, digits, letters, base64] {
                assert_eq!(weakness(&text), None, "{text}");
            }
        }
        for text in [
            "701712326a6a6a277a45a3b7c0485091",
            "b79262e7-94a7-4930-9161-610bea441939",
            "25186749691614991760598451527801",
            "83927461058392746105839274610s",
        ] {
            assert_eq!(weakness(text), None, "{text}");
        }
    }
}
