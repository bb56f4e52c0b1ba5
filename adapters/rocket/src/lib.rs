//! Verified webhooks for [Rocket](https://docs.rs/rocket): guarded routes, a data guard and a
//! fairing.
//!
//! If a handler with a [`VerifiedWebhook<P, T>`](VerifiedWebhook) argument runs, the request was
//! signed by the holder of `P`'s secret, is fresh (where the provider signs a time), is whole, is
//! within its limits, and its body is a `T`.
//!
//! ```no_run
//! use rocket::http::Status;
//! use verihook_rocket::{Json, VerifiedWebhook, Verifier, catchers, fairing, providers::GitHub, secret_from_env};
//!
//! #[derive(serde::Deserialize)]
//! struct Push {
//!     after: String,
//! }
//!
//! #[rocket::post("/hooks/github", data = "<hook>")]
//! fn on_push(hook: VerifiedWebhook<GitHub, Json<Push>>) -> Status {
//!     println!("{} is at {}", hook.delivery().endpoint(), hook.payload().0.after);
//!     Status::Accepted
//! }
//!
//! #[rocket::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let github = Verifier::<GitHub>::new(secret_from_env("GITHUB_SECRET")?)?;
//!     rocket::build()
//!         .attach(fairing(github)) // before other fairings
//!         .mount("/", rocket::routes![on_push])
//!         .register("/", catchers())
//!         .launch()
//!         .await?;
//!     Ok(())
//! }
//! ```
//!
//! # Two ways to set it up
//!
//! - The guard finds its verifier in Rocket's state, put there by [`fairing`]. If the fairing was
//!   forgotten, Rocket does not launch. The answer to a refusal is made by a catcher: register
//!   [`catchers`], or your own.
//! - [`webhook`] makes guarded routes of a path, a verifier and a handler. They need no fairing and
//!   no catcher, and take every method, so that the core says which ones the provider sends.
//!
//! # Testing a handler
//!
//! There is no way past a verifier but a signature, so tests sign, with `Signer` (feature `sign`),
//! and call the application with Rocket's local client:
//!
//! ```
//! # #[cfg(feature = "sign")]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use rocket::http::{Header, Status};
//! use rocket::local::blocking::Client;
//! use verihook_rocket::{Bytes, Signer, UnixTime, VerifiedWebhook, Verifier, providers::GitHub, webhook};
//!
//! let on_push = async |hook: VerifiedWebhook<GitHub, Bytes>| Status::Ok;
//! let github = Verifier::<GitHub>::new("a secret")?;
//! let client = Client::untracked(rocket::build().mount("/", webhook("/hook", github, on_push)))?;
//!
//! let now = UnixTime::try_from(std::time::SystemTime::now())?;
//! let mut request = client.post("/hook").body("{}");
//! for (name, value) in Signer::<GitHub>::new("a secret")?.sign(b"{}", now)? {
//!     request.add_header(Header::new(name, value));
//! }
//! assert_eq!(request.dispatch().status(), Status::Ok);
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sign"))]
//! # fn main() {}
//! ```
//!
//! # What to know
//!
//! - **Cut bodies.** Rocket reads the first 14 bytes of a body before anybody else, and if the
//!   connection breaks there it goes on as if the body had ended. The guard knows this state and
//!   refuses it (400), and so does the fairing, which must be attached before other fairings that
//!   peek into bodies. One gap is left: a chunked body that is cut between its 14th and 511th byte,
//!   if another fairing peeks 512 bytes. A signature of the whole body is no signature of its
//!   beginning, so this matters where the beginning was signed too. A provider that signs no body
//!   must declare its length (411).
//! - Rocket waits for 14 bytes of the body, or its end, before it asks anybody, so an early refusal
//!   comes that late, and it answers `Expect: 100-continue` itself. Put a proxy in front that
//!   buffers requests.
//! - A form that begins with `_method=` changes the method by which Rocket routes. The verifier
//!   sees the method that was received, so such a delivery is verified as posted, where a route
//!   takes it.
//! - Header values that are not UTF-8 are dropped by Rocket before anybody sees them.
//! - `Option<VerifiedWebhook<..>>` compiles, as Rocket makes it do for every guard, and runs the
//!   handler with `None` for a forgery. Do not write it.
//! - `Config::ip_header` is on by default: whoever sends `X-Real-IP` chooses what `client_ip` says.
//!   Set it to `false` unless a proxy sets that field.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod answer;
mod fairing;
mod guard;
mod request;
mod route;

pub use answer::{catchers, refusal};
pub use fairing::{WebhookFairing, fairing};
pub use guard::{AuthenticatedWebhook, TakesWebhook, VerifiedWebhook, Webhook, WebhookRejection};
pub use route::webhook;
#[doc(no_inline)]
pub use verihook::*;
#[cfg(feature = "events")]
#[doc(no_inline)]
pub use verihook_events as events;
#[doc(no_inline)]
pub use verihook_receive::secrets::*;
