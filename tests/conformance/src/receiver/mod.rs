//! The command line of `examples/receiver.rs`, the same small server in every adapter.

#[cfg(feature = "idempotency")]
mod once;

use clap::Parser;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use verihook::{
    Answer, Any, AnyOrigin, ConfigError, RejectionKind, Scheme, Verifier, VerifierBuilder,
    providers,
};

/// Receives webhooks. `POST /raw` answers 200 with the number of verified bytes, and so does
/// `POST /json` if they are a JSON object. `GET /handled` returns the number of handler runs that
/// finished so far.
#[derive(Parser)]
struct Flags {
    /// Listen on this address. Port 0 picks a free port.
    #[arg(long, default_value = "127.0.0.1:7151")]
    listen: SocketAddr,
    /// The slug of the provider, for example `github`.
    #[arg(long)]
    provider: String,
    /// A signing secret, as the provider displays it. May be repeated.
    #[arg(long, required = true)]
    secret: Vec<String>,
    /// The largest body that is accepted, in bytes.
    #[arg(long)]
    body_limit: Option<usize>,
    /// The deadline for the whole body, in milliseconds.
    #[arg(long)]
    body_deadline_ms: Option<u64>,
    /// The timestamp tolerance, in seconds.
    #[arg(long)]
    tolerance: Option<u64>,
    /// The URL of this endpoint as registered with the provider, for schemes that sign it.
    #[arg(long)]
    public_url: Option<String>,
    /// The token that a handshake must show, for schemes whose handshake shows one.
    #[arg(long)]
    handshake_token: Option<String>,
    /// The time that a handler takes, in milliseconds.
    #[arg(long, default_value_t = 0)]
    handler_ms: u64,
    /// Handle each delivery once: `memory`, `sqlite:FILE`, `redis://..` or `postgres://..`.
    #[cfg(feature = "idempotency")]
    #[arg(long, value_name = "STORE")]
    idempotency: Option<String>,
}

/// Global, as is the next one, so that the handlers of the examples need no state.
static RUNS: AtomicU64 = AtomicU64::new(0);

/// The time that a handler takes, in milliseconds.
static HANDLER_MS: AtomicU64 = AtomicU64::new(0);

/// The settings of a receiver.
#[derive(Debug)]
#[non_exhaustive]
pub struct Receiver {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// The verifier.
    pub endpoint: ReceiverVerifier,
    /// The store of the deliveries, if each is to be handled once.
    #[cfg(feature = "idempotency")]
    pub idempotency: Option<verihook_idempotency::Idempotency>,
}

/// A verifier for the chosen provider, whichever proof it gives.
#[derive(Clone, Debug)]
#[allow(clippy::exhaustive_enums, reason = "a provider signs bodies, or it does not")]
pub enum ReceiverVerifier {
    /// The provider signs bodies.
    Signed(Verifier<Any>),
    /// The provider proves only who sent the request.
    Origin(Verifier<AnyOrigin>),
}

impl ReceiverVerifier {
    /// Returns the answer that the sender sees for a rejection of this kind.
    pub fn answer(&self, kind: RejectionKind) -> Answer {
        match self {
            Self::Signed(verifier) => verifier.answer_kind(kind),
            Self::Origin(verifier) => verifier.answer_kind(kind),
        }
    }
}

impl Receiver {
    /// Parses the command line, and connects to the store if it names one.
    ///
    /// If it is invalid, or if the store cannot be used, prints the error and ends the process with
    /// status 2.
    #[cfg_attr(not(feature = "idempotency"), allow(clippy::unused_async, reason = "no store"))]
    pub async fn from_command_line() -> Self {
        let flags = Flags::parse();
        HANDLER_MS.store(flags.handler_ms, Ordering::SeqCst);
        Self {
            listen: flags.listen,
            endpoint: flags.endpoint().unwrap_or_else(|error| refuse(&error)),
            #[cfg(feature = "idempotency")]
            idempotency: match &flags.idempotency {
                Some(store) => Some(once::open(store).await.unwrap_or_else(|error| refuse(&error))),
                None => None,
            },
        }
    }

    /// Does the work of a handler: takes the time that the command line names, and counts the run.
    pub async fn work() {
        let millis = HANDLER_MS.load(Ordering::SeqCst);
        if millis > 0 {
            tokio::time::sleep(Duration::from_millis(millis)).await;
        }
        RUNS.fetch_add(1, Ordering::SeqCst);
    }

    /// Returns the body of `GET /handled`: the number of handler runs that finished in this process,
    /// in digits.
    #[must_use]
    pub fn handled() -> String {
        RUNS.load(Ordering::SeqCst).to_string()
    }

    /// Prints the address that the receiver listens on, for the process that started it.
    pub fn announce(address: SocketAddr) {
        println!("listening on http://{address}");
    }
}

/// Ends the process, because the command line is invalid.
fn refuse(error: &dyn std::error::Error) -> ! {
    eprintln!("{error}");
    std::process::exit(2)
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
        // Test vectors may give a tolerance even if the scheme signs no timestamp.
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
