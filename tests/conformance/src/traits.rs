//! What a case is about, and what it needs of a server.

use core::fmt;

macro_rules! categories {
    ($($(#[doc = $text:literal])+ $category:ident $name:literal;)+) => {
        /// The subject of a case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Category {
            $($(#[doc = $text])+ $category,)+
        }

        impl Category {
            /// Every category, in the order of reports.
            pub const ALL: &[Self] = &[$(Self::$category),+];

            /// Returns the name in reports and on the command line.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$category => $name,)+
                }
            }
        }
    };
}

categories! {
    /// Missing, forged and malformed signatures.
    Signature "signature";
    /// Timestamps that are too old, in the future or malformed.
    Freshness "freshness";
    /// The bytes that are verified are those that were sent.
    Body "body";
    /// Names, values and repetitions of header fields.
    Headers "headers";
    /// Signed URLs and queries.
    Url "url";
    /// How HTTP delimits a request: lengths, chunks, malformed heads, truncated bodies.
    Framing "framing";
    /// Content codings.
    Coding "coding";
    /// Methods that the provider does not send.
    Methods "methods";
    /// Sizes and counts.
    Limits "limits";
    /// Bodies that arrive slowly or never.
    Deadlines "deadlines";
    /// Payloads of a handler that expects a JSON object.
    Json "json";
    /// Rotation of signing secrets.
    Secrets "secrets";
    /// Endpoints with a secret for each tenant.
    Tenants "tenants";
    /// Passwords, tokens and required header fields.
    Credentials "credentials";
    /// Requests that check who owns the endpoint.
    Handshake "handshake";
    /// Source addresses and trusted proxies.
    Sources "sources";
    /// HTTP/2 without TLS.
    Http2 "http2";
}

impl Category {
    /// Returns the category with this name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|category| category.name() == name)
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The providers that a case is meant for, besides the one that its endpoint names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// No other.
    Own,
    /// No other, and for its own provider a general case tests the same.
    Twin,
    /// Every provider that signs the body.
    Signed,
    /// Those that sign a timestamp.
    Timed,
    /// Those whose signature is the hexadecimal HMAC-SHA256 of the body under the text of the
    /// secret.
    PlainMac,
    /// Those that send `t=SECONDS,v1=MAC`, where the MAC covers the time, a dot and the body.
    TimedMac,
    /// Every provider that proves only who sent the request.
    Origin,
    /// Those with a user name and a password.
    Basic,
    /// Those with a bearer token.
    Bearer,
}

impl Scope {
    /// The scopes that are about the form of a provider's deliveries.
    pub(crate) const FORMS: [Self; 7] = [
        Self::Signed,
        Self::Timed,
        Self::PlainMac,
        Self::TimedMac,
        Self::Origin,
        Self::Basic,
        Self::Bearer,
    ];
}

/// What a case needs of a server, apart from the provider and a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    TwoSecrets,
    BodyLimit,
    BodyDeadline,
    JsonPath,
    AnyBody,
    HandshakeToken,
    HandlerCount,
}

/// The category of a case and the conditions under which it can be judged.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Traits {
    pub(crate) category: Category,
    pub(crate) scope: Scope,
    needs: [Option<Need>; 2],
    /// The request is authentic but odd, or HTTP permits what the case forbids: a strict receiver
    /// meets the requirement, and a sound one may not.
    pub(crate) is_odd: bool,
}

impl Traits {
    pub(crate) const fn of(category: Category) -> Self {
        Self { category, scope: Scope::Own, needs: [None, None], is_odd: false }
    }

    pub(crate) fn needs(&self) -> impl Iterator<Item = Need> {
        self.needs.into_iter().flatten()
    }

    const fn need(mut self, need: Need) -> Self {
        self.needs = [Some(need), self.needs[0]];
        self
    }

    const fn scope(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }
}

/// The words of a table of cases.
impl Traits {
    pub(crate) const fn any(self) -> Self {
        self.scope(Scope::Signed)
    }

    pub(crate) const fn twin(self) -> Self {
        self.scope(Scope::Twin)
    }

    pub(crate) const fn timed(self) -> Self {
        self.scope(Scope::Timed)
    }

    pub(crate) const fn plain_mac(self) -> Self {
        self.scope(Scope::PlainMac)
    }

    pub(crate) const fn timed_mac(self) -> Self {
        self.scope(Scope::TimedMac)
    }

    pub(crate) const fn origin(self) -> Self {
        self.scope(Scope::Origin)
    }

    pub(crate) const fn basic(self) -> Self {
        self.scope(Scope::Basic)
    }

    pub(crate) const fn bearer(self) -> Self {
        self.scope(Scope::Bearer)
    }

    pub(crate) const fn two_secrets(self) -> Self {
        self.need(Need::TwoSecrets)
    }

    pub(crate) const fn limited(self) -> Self {
        self.need(Need::BodyLimit)
    }

    pub(crate) const fn deadlined(self) -> Self {
        self.need(Need::BodyDeadline)
    }

    pub(crate) const fn json(self) -> Self {
        self.need(Need::JsonPath)
    }

    pub(crate) const fn any_body(self) -> Self {
        self.need(Need::AnyBody)
    }

    pub(crate) const fn shows_token(self) -> Self {
        self.need(Need::HandshakeToken)
    }

    pub(crate) const fn counted(self) -> Self {
        self.need(Need::HandlerCount)
    }

    pub(crate) const fn odd(mut self) -> Self {
        self.is_odd = true;
        self
    }
}
