//! The command line of `examples/receiver.rs`, the same little server in every adapter.

use clap::Parser;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use verihook::{
    Answer, Any, AnyOrigin, ConfigError, RejectionKind, Scheme, Verifier, VerifierBuilder,
    providers,
};

/// A receiver of webhooks: `POST /raw` answers 200 with the number of verified bytes, `POST /json`
/// too if they are a JSON object. `GET /handled` answers how many handlers have run so far.
#[derive(Parser)]
struct Flags {
    /// Where to listen. Port 0 is any free one.
    #[arg(long, default_value = "127.0.0.1:7151")]
    listen: SocketAddr,
    /// The slug of the provider.
    #[arg(long)]
    provider: String,
    /// A signing secret, in the form in which the provider shows it. May be given several times.
    #[arg(long, required = true)]
    secret: Vec<String>,
    /// The largest body, in bytes.
    #[arg(long)]
    body_limit: Option<usize>,
    /// How long the whole body may take, in milliseconds.
    #[arg(long)]
    body_deadline_ms: Option<u64>,
    /// How far a timestamp may be from now, in seconds.
    #[arg(long)]
    tolerance: Option<u64>,
    /// The URL under which the provider knows this endpoint, for schemes that sign it.
    #[arg(long)]
    public_url: Option<String>,
    /// The token that a handshake must show, for schemes whose handshake shows one.
    #[arg(long)]
    handshake_token: Option<String>,
}

/// Of the process, as handlers without a state are the shortest.
static RUNS: AtomicU64 = AtomicU64::new(0);

/// What a receiver serves, and where.
#[derive(Debug)]
#[non_exhaustive]
pub struct Receiver {
    /// Where it listens.
    pub listen: SocketAddr,
    /// What verifies.
    pub endpoint: ReceiverVerifier,
}

/// A verifier of the provider that was asked for, whatever it proves.
#[derive(Clone, Debug)]
#[allow(clippy::exhaustive_enums, reason = "a provider signs bodies, or it does not")]
pub enum ReceiverVerifier {
    /// It signs bodies.
    Signed(Verifier<Any>),
    /// It proves only who sent the request.
    Origin(Verifier<AnyOrigin>),
}

impl ReceiverVerifier {
    /// What the peer is told after a refusal of this kind.
    pub fn answer(&self, kind: RejectionKind) -> Answer {
        match self {
            Self::Signed(verifier) => verifier.answer_kind(kind),
            Self::Origin(verifier) => verifier.answer_kind(kind),
        }
    }
}

impl Receiver {
    /// The receiver that the command line asks for. Without one that makes sense the process ends:
    /// with status 2 and the usage.
    #[must_use]
    pub fn from_command_line() -> Self {
        let flags = Flags::parse();
        match flags.endpoint() {
            Ok(endpoint) => Self { listen: flags.listen, endpoint },
            Err(error) => {
                eprintln!("{error}");
                std::process::exit(2)
            }
        }
    }

    /// A handler runs.
    pub fn count_run() {
        RUNS.fetch_add(1, Ordering::SeqCst);
    }

    /// What `GET /handled` answers: how many handlers have run in this process, in digits.
    #[must_use]
    pub fn handled() -> String {
        RUNS.load(Ordering::SeqCst).to_string()
    }

    /// Says where it listens, as whoever started it waits to read.
    pub fn announce(address: SocketAddr) {
        println!("listening on http://{address}");
    }
}

impl Flags {
    fn endpoint(&self) -> Result<ReceiverVerifier, ConfigError> {
        let scheme = providers::by_slug(&self.provider).map(|entry| entry.scheme);
        let is_timed = scheme.is_some_and(Scheme::is_timed);
        if scheme.is_none_or(Scheme::binds_body) {
            let builder = Verifier::<Any>::by_slug(&self.provider)?;
            self.verifier(builder, is_timed).map(ReceiverVerifier::Signed)
        } else {
            let builder = Verifier::<AnyOrigin>::by_slug(&self.provider)?;
            self.verifier(builder, is_timed).map(ReceiverVerifier::Origin)
        }
    }

    fn verifier<P>(
        &self,
        builder: VerifierBuilder<P>,
        is_timed: bool,
    ) -> Result<Verifier<P>, ConfigError> {
        let secrets = self.secret.iter().map(String::as_str);
        let mut builder = secrets.fold(builder, VerifierBuilder::secret);
        if let Some(bytes) = self.body_limit {
            builder = builder.body_limit(bytes);
        }
        if let Some(millis) = self.body_deadline_ms {
            builder = builder.body_deadline(Duration::from_millis(millis));
        }
        // Vectors of many sources give a tolerance, whatever their scheme signs.
        if let Some(seconds) = self.tolerance.filter(|_| is_timed) {
            builder = builder.tolerance(Duration::from_secs(seconds));
        }
        if let Some(url) = &self.public_url {
            builder = builder.public_url(url.as_str());
        }
        if let Some(token) = &self.handshake_token {
            builder = builder.handshake_token(token.as_str());
        }
        builder.build()
    }
}
