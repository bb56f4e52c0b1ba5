//! Finds one member near the beginning of a JSON document, without the heap.
//!
//! It is for values that no decision depends on: it checks the document only as far as it reads.

use crate::codec::bytes::without_bom;
use memchr::memchr2;

/// Returns the first member at this path, if it is a string without escapes or a whole number.
///
/// The rest of the document is not read.
pub(crate) fn first_member<'b>(body: &'b [u8], path: &[&str]) -> Option<&'b [u8]> {
    let mut rest = Rest(without_bom(body));
    for name in path {
        rest.enter(name.as_bytes())?;
    }
    match rest.next()? {
        b'"' => rest.string().filter(|text| !text.contains(&b'\\')),
        b'0'..=b'9' => {
            let number = rest.scalar();
            let is_whole = number.iter().all(u8::is_ascii_digit);
            (is_whole && (number.len() == 1 || number.first() != Some(&b'0'))).then_some(number)
        }
        _ => None,
    }
}

/// The part of a document that is not read yet.
struct Rest<'b>(&'b [u8]);

impl<'b> Rest<'b> {
    /// Enters an object up to the value of its first member with this name.
    fn enter(&mut self, name: &[u8]) -> Option<()> {
        self.take(b'{')?;
        loop {
            (self.next()? == b'"').then_some(())?;
            let key = self.string()?;
            self.take(b':')?;
            if key == name {
                return Some(());
            }
            self.skip_value()?;
            self.take(b',')?;
        }
    }

    /// Returns the next byte that is not white space, which stays the next.
    fn next(&mut self) -> Option<u8> {
        self.0 = self.0.trim_ascii_start();
        self.0.first().copied()
    }

    /// Takes this byte, after white space.
    fn take(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then(|| self.advance(1))
    }

    fn advance(&mut self, length: usize) {
        self.0 = self.0.get(length..).unwrap_or_default();
    }

    /// Takes a string, and returns what is between its quotes.
    fn string(&mut self) -> Option<&'b [u8]> {
        let text = self.0.get(1..)?;
        let mut end = 0;
        loop {
            end += memchr2(b'"', b'\\', text.get(end..)?)?;
            if text.get(end) == Some(&b'"') {
                self.advance(end + 2);
                return text.get(..end);
            }
            end += 2;
        }
    }

    /// Takes a number or a word.
    fn scalar(&mut self) -> &'b [u8] {
        let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']') || byte.is_ascii_whitespace();
        let text = self.0;
        let end = text.iter().position(ends).unwrap_or(text.len());
        self.advance(end);
        text.get(..end).unwrap_or_default()
    }

    fn skip_value(&mut self) -> Option<()> {
        match self.next()? {
            b'"' => self.string().map(|_| ()),
            b'{' | b'[' => self.skip_nested(),
            _ => (!self.scalar().is_empty()).then_some(()),
        }
    }

    /// Skips an object or an array, with everything in it.
    fn skip_nested(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            let is_structural = |byte: &u8| matches!(byte, b'"' | b'{' | b'}' | b'[' | b']');
            self.advance(self.0.iter().position(is_structural)?);
            match self.0.first()? {
                b'"' => {
                    self.string()?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                _ => depth -= 1,
            }
            self.advance(1);
            if depth == 0 {
                return Some(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    fn first<'b>(body: &'b str, path: &[&str]) -> Option<&'b str> {
        first_member(body.as_bytes(), path).map(|text| core::str::from_utf8(text).unwrap())
    }

    #[test]
    fn the_first_member_is_read_and_nothing_behind_it() {
        let body = r#" { "x" : [{"id":"no"},{}, 1.5e3 ,"}"], "n":null,"s":"\"}","id":{"id":9 },
            "event":{"t":true,"id":"evt_1","n":20}} and no JSON"#;
        assert_eq!(first(body, &["event", "id"]), Some("evt_1"));
        assert_eq!(first(body, &["event", "n"]), Some("20"));
        assert_eq!(first(body, &["id", "id"]), Some("9"));
        assert_eq!(first(body, &["s"]), None, "an escape");
        for path in
            [&["x"][..], &["n"], &["event"], &["x", "id"], &["id"], &["none"], &["event", "x"]]
        {
            assert_eq!(first(body, path), None, "{path:?}");
        }
        assert_eq!(first(r#"{"id":"a","id":"b"}"#, &["id"]), Some("a"));
        assert_eq!(first(r#"{"a":{},"a":{"id":"b"}}"#, &["a", "id"]), None, "the first `a`");
        assert_eq!(first("\u{feff}{\"id\":\"a\"}", &["id"]), Some("a"));
        for value in ["1.5", "-1", "01", "1a", "null", "true", "[1]", "{}", "'a'", "\"a", "\"a\\"] {
            assert_eq!(first(&format!("{{\"id\":{value}}}"), &["id"]), None, "{value}");
        }
    }

    #[test]
    fn what_is_no_json_object_has_no_member() {
        let deep = "[".repeat(100_000);
        let cut = format!("{{\"x\":{deep}");
        let closed = format!("{{\"x\":{deep}{},\"id\":\"a\"}}", "]".repeat(100_000));
        assert_eq!(first(&closed, &["id"]), Some("a"));
        for body in [
            "",
            "{",
            "{}",
            "}",
            "null",
            "7",
            "\"id\"",
            "[{\"id\":\"a\"}]",
            "a=1&id=2",
            "{\"id\"",
            "{\"id\":",
            "{\"x\"",
            "{x:1,\"id\":2}",
            "{\"x\":,\"id\":2}",
            "{\"x\":1 \"id\":2}",
            "{,\"id\":2}",
            "{\"x\":1,,\"id\":2}",
            "{\"x\":}\"id\":2}",
            "\\",
            "{\"\\",
            &deep,
            &cut,
        ] {
            assert_eq!(first(body, &["id"]), None, "{body:.20}");
        }
    }

    /// The reader that checks the whole document finds the same in every valid one.
    #[cfg(feature = "json")]
    #[test]
    fn both_readers_agree_on_valid_documents() {
        use crate::codec::json::member;
        let values =
            ["1", "\"a\"", "{}", "[]", "{\"id\":2}", "[{\"id\":3}]", "null", "\"\\\"\"", "-1.5"];
        for one in values {
            for two in values {
                for three in values {
                    let body = format!(
                        "{{\"x\": {one} ,\"y\":[{two},{one}],\"id\":{three}, \"z\":{two}}}"
                    );
                    for path in [&["id"][..], &["x", "id"], &["y", "id"], &["z"], &["id", "id"]] {
                        let whole = member(body.as_bytes(), path).unwrap();
                        let whole = whole.map(super::super::json::Scalar::into_text);
                        let whole = whole.filter(|text| !text.contains('"'));
                        assert_eq!(first(&body, path), whole.as_deref(), "{body}, {path:?}");
                    }
                }
            }
        }
    }

    /// Every truncation and every changed byte of a document ends without a panic.
    #[test]
    fn odd_documents_do_no_harm() {
        let body = br#"{"a":[1,"\"",{"b":null}],"event":{"id":"evt_1"}}"#;
        for end in 0..body.len() {
            assert!(first_member(&body[..end], &["event", "none"]).is_none());
            for byte in 0..=u8::MAX {
                let mut changed = body.to_vec();
                changed[end] = byte;
                let _ = first_member(&changed, &["event", "id"]);
            }
        }
    }
}
