//! A layer around an extractor: the layer verifies, and the extractor reuses its proof.

use crate::http_body::BoxError;
use crate::{Received, Refusal};
use core::fmt;
use core::future::Future;
use http::Extensions;
use http::request::Parts;
use http_body::Body;
use std::sync::Arc;
use verihook::{Bytes, Endpoint, Head, Payload, Proof as _, ProofOf, Rejection, Verifier};

/// The endpoint for which a layer has verified the request, independent of its type.
#[derive(Clone, Copy)]
struct VerifiedFor(&'static str);

/// A proof that a layer shares with the extractors behind it.
pub struct LayeredProof<P: Endpoint>(Arc<Layered<P>>);

struct Layered<P: Endpoint> {
    verifier: Verifier<P>,
    proof: ProofOf<P, Bytes>,
}

impl<P: Endpoint> LayeredProof<P> {
    /// Returns the proof.
    #[must_use]
    pub fn proof(&self) -> &ProofOf<P, Bytes> {
        &self.0.proof
    }

    /// Returns the proof by value. It is copied only while the request's extensions still exist.
    #[must_use]
    pub fn into_proof(self) -> ProofOf<P, Bytes> {
        match Arc::try_unwrap(self.0) {
            Ok(layered) => layered.proof,
            Err(shared) => shared.proof.cloned(),
        }
    }
}

impl<P: Endpoint> Clone for LayeredProof<P> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<P: Endpoint> fmt::Debug for LayeredProof<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LayeredProof")
            .field("delivery", self.proof().delivery())
            .finish_non_exhaustive()
    }
}

/// The proof as the extensions hold it: under a private type, so that no application can move it to
/// another request.
struct Left<P: Endpoint>(LayeredProof<P>);

impl<P: Endpoint> Clone for Left<P> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// Stores the proof in the request's extensions and returns it for the new body.
///
/// Only [`receive`](fn@receive) can read it from there. If applications could, a look-up with the
/// wrong type would compile and never find it.
pub fn leave<P>(received: Received<P, Bytes>, extensions: &mut Extensions) -> LayeredProof<P>
where
    P: Endpoint,
    ProofOf<P, Bytes>: Send + Sync + 'static,
{
    let verifier = received.verifier().clone();
    let (proof, _) = received.into_parts();
    extensions.insert(VerifiedFor(verifier.endpoint()));
    let shared = LayeredProof(Arc::new(Layered { verifier, proof }));
    extensions.insert(Left(shared.clone()));
    shared
}

/// Receives one request, and reuses the proof if an outer layer has already verified it.
///
/// The proof is reused only if the layer's verifier is a clone of `verifier`. The bytes are then
/// those of the proof, even if the body has been replaced since. A different verifier of the same
/// endpoint may hold other secrets, so it verifies again, as
/// [`http_body::receive`](crate::http_body::receive) does.
///
/// `parts` are the request's parts, which hold the proof and the HTTP version; `head` is the
/// verifier's view of them.
///
/// # Errors
/// The same as [`receive`](crate::receive()), and [`Rejection::VerifiedElsewhere`] if the layer
/// verified the request for another endpoint.
pub fn receive<P, T, B>(
    verifier: Verifier<P>,
    head: &dyn Head,
    parts: &Parts,
    body: B,
) -> impl Future<Output = Result<Received<P, T>, Refusal>> + use<P, T, B>
where
    P: Endpoint,
    T: Payload,
    B: Body,
    B::Error: Into<BoxError>,
    ProofOf<P, Bytes>: Send + Sync + 'static,
{
    let receiving = match take_over(&verifier, &parts.extensions).transpose() {
        Some(proof) => Err(proof.map(|proof| (verifier, proof))),
        None => Ok(crate::http_body::receive(verifier, head, parts.version, body)),
    };
    async move {
        match receiving {
            Ok(receiving) => receiving.await,
            Err(taken_over) => {
                let (verifier, proof) = taken_over?;
                Received::parse(verifier, proof)
            }
        }
    }
}

/// Returns the proof that a layer has left for this verifier, if any.
fn take_over<P>(
    verifier: &Verifier<P>,
    extensions: &Extensions,
) -> Result<Option<ProofOf<P, Bytes>>, Refusal>
where
    P: Endpoint,
    ProofOf<P, Bytes>: Send + Sync + 'static,
{
    let Some(VerifiedFor(endpoint)) = extensions.get() else { return Ok(None) };
    if *endpoint != verifier.endpoint() {
        return Err(Refusal::rejected(verifier, Rejection::VerifiedElsewhere));
    }
    let left = extensions.get::<Left<P>>();
    let left = left.filter(|Left(layered)| layered.0.verifier.ptr_eq(verifier));
    Ok(left.map(|Left(layered)| layered.proof().cloned()))
}
