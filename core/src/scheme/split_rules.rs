//! The rules that signed content has one reading, so that it cannot be split in two ways.

use super::{MAX_HEAD_PARTS, Part, Scheme};
use crate::scheme::syntax::Syntax;
use crate::scheme::time::TimestampFormat;
use crate::scheme::unsound::{Rule, ensure};

#[allow(
    clippy::indexing_slicing,
    reason = "indices are below the length; const code has no iterators"
)]
impl Scheme {
    /// Requires that signed content can be split in only one way.
    ///
    /// A free part can be any bytes. Each part up to the first free one must end where its own
    /// syntax or an adjacent literal determines. Each part after the last free one must begin at
    /// such a position.
    pub(super) const fn check_unambiguous(&self) -> Rule {
        let mut from_head = 0;
        let mut free = 0;
        let mut has_fields = false;
        let mut at = 0;
        while at < self.content.len() {
            from_head += self.content[at].comes_from_head() as usize;
            // There is one boundary between a query and a body that begins like JSON: the engine
            // rejects all other requests.
            let is_bounded = self.query_meets_body && self.is_behind_query(at);
            free += (self.content[at].is_free() && !is_bounded) as usize;
            has_fields |= self.content[at].is_fields();
            if let Some(beside) = self.neighbour(at) {
                ensure!(
                    self.is_bounded(at, beside),
                    "signed content can be split in two ways: separate its parts with a literal \
                     that they cannot contain"
                );
            }
            at += 1;
        }
        ensure!(from_head <= MAX_HEAD_PARTS, "at most 8 parts of the head can be signed");
        match self.ambiguity {
            None => ensure!(
                free <= 1 && !has_fields,
                "signed content can be split in two ways: declare the scheme `ambiguous`, and say why that is \
                 accepted"
            ),
            Some(_) => ensure!(
                free > 1 || has_fields,
                "this scheme is not ambiguous: remove `.ambiguous(..)`"
            ),
        }
        Ok(())
    }

    /// Returns `true` if this part is the body, directly after the query.
    pub(super) const fn is_behind_query(&self, at: usize) -> bool {
        at > 0 && matches!(self.content[at], Part::Body) && self.content[at - 1].has_query()
    }

    pub(super) const fn check_json_bodies(&self) -> Rule {
        let mut is_needed = false;
        let mut at = 0;
        while at < self.content.len() {
            is_needed |= self.is_behind_query(at);
            at += 1;
        }
        ensure!(
            is_needed || !self.query_meets_body,
            "`json_bodies` is only for schemes that sign the body directly after the query"
        );
        Ok(())
    }

    /// Returns the part that the one at `at` could run into.
    ///
    /// That is the next part, to the left of the first free part, and the previous one, to the
    /// right of it. A free part has none, and neither does the last part if no part is free.
    pub(super) const fn neighbour(&self, at: usize) -> Option<usize> {
        if self.content[at].is_free() {
            return None;
        }
        let mut before = 0;
        while before < at {
            if self.content[before].is_free() {
                return Some(at - 1);
            }
            before += 1;
        }
        if at + 1 < self.content.len() { Some(at + 1) } else { None }
    }

    /// Returns `true` if only freshness separates the timestamp from its neighbour.
    pub(crate) const fn timestamp_runs_on(&self) -> bool {
        let Some((_, unit)) = self.timestamp else { return false };
        let mut at = 0;
        while at < self.content.len() {
            if matches!(self.content[at], Part::Timestamp)
                && let Some(beside) = self.neighbour(at)
            {
                return !unit.syntax().delimits_itself()
                    && !self.is_delimited(unit.syntax(), at, beside);
            }
            at += 1;
        }
        false
    }

    /// Returns `true` if the part at `at` cannot run into its neighbour at `beside`.
    pub(super) const fn is_bounded(&self, at: usize, beside: usize) -> bool {
        let (syntax, is_timestamp) = match self.content[at] {
            Part::Timestamp => match self.timestamp {
                Some((_, unit)) => (unit.syntax(), true),
                None => return false,
            },
            Part::Id => match self.id {
                Some((_, syntax)) => (syntax, false),
                None => return false,
            },
            Part::Header(_, syntax) => (syntax, false),
            Part::Method if self.has_several_methods() => (Syntax::CAPITALS, false),
            // The length of a digest is fixed. The others are the same for every request that an
            // endpoint accepts.
            _ => return true,
        };
        // The digits of a timestamp may be adjacent to anything, because another split gives
        // another time: one digit more or less at either end moves a time of this century by
        // nearly 10^9 seconds or more. The engine rejects requests while its clock is before this
        // century.
        self.is_delimited(syntax, at, beside)
            || is_timestamp
            || syntax.delimits_itself()
            || (beside > at && self.ends_at_timestamp(syntax, beside))
    }

    /// Returns `true` if no part of this syntax can contain the text at `beside`.
    ///
    /// A literal is known, and of a path or a URL the first characters. A part that ends with the
    /// query has only its beginning known.
    pub(super) const fn is_delimited(&self, syntax: Syntax, at: usize, beside: usize) -> bool {
        match self.content[beside] {
            Part::Literal(literal) => !syntax.could_contain(literal),
            Part::Path => !syntax.could_contain("/"),
            Part::Url => !syntax.could_contain("://"),
            Part::PathWithQuery => at < beside && !syntax.could_contain("/"),
            Part::UrlWithQuery => at < beside && !syntax.could_contain("://"),
            _ => false,
        }
    }

    /// Returns `true` if a date and time follows, and marks the end of a part of this syntax.
    ///
    /// Every such timestamp has a colon in its 14th place, and none can begin in the first 13
    /// places of another, or in text without a colon before another. So a part without colons ends
    /// where the timestamp begins, and at no other place.
    const fn ends_at_timestamp(&self, syntax: Syntax, beside: usize) -> bool {
        match (self.content[beside], &self.timestamp) {
            (Part::Timestamp, Some((_, TimestampFormat::Rfc3339))) => !syntax.could_contain(":"),
            _ => false,
        }
    }
}
