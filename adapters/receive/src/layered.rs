//! A layer in front of an extractor: the one verifies, the other takes over what was verified.

use crate::http_body::BoxError;
use crate::{Received, Refusal};
use core::future::Future;
use http::Extensions;
use http::request::Parts;
use http_body::Body;
use verihook::{Bytes, Endpoint, Head, Payload, ProofOf, Rejection, Verifier};

/// For which endpoint a layer has verified the request, whatever its type.
#[derive(Clone, Copy)]
struct VerifiedFor(&'static str);

/// What a layer has verified, and with which verifier.
struct Left<P: Endpoint> {
    verifier: Verifier<P>,
    proof: ProofOf<P, Bytes>,
}

impl<P: Endpoint> Clone for Left<P>
where
    ProofOf<P, Bytes>: Clone,
{
    fn clone(&self) -> Self {
        Self { verifier: self.verifier.clone(), proof: self.proof.clone() }
    }
}

/// Leaves the proof of a verified request among its extensions, where only [`receive`](fn@receive)
/// finds it, and returns it for the new body.
///
/// A proof that applications could ask the extensions for would be asked for as the wrong type:
/// that compiles, and is never there.
pub fn leave<P>(received: Received<P, Bytes>, extensions: &mut Extensions) -> ProofOf<P, Bytes>
where
    P: Endpoint,
    ProofOf<P, Bytes>: Clone + Send + Sync + 'static,
{
    let verifier = received.verifier().clone();
    let (proof, _) = received.into_parts();
    extensions.insert(VerifiedFor(verifier.endpoint()));
    extensions.insert(Left { verifier, proof: proof.clone() });
    proof
}

/// [`http_body::receive`](crate::http_body::receive), unless a layer in front has verified the
/// request with this very verifier: then its proof is taken over, and the bytes are those of the
/// proof, whatever has become of the body since. `parts` are those of the request, for the proof
/// and the version; `head` is what the verifier sees of them.
///
/// A verifier of the same endpoint that is not a clone of the layer's may hold other secrets, so it
/// verifies again.
///
/// # Errors
/// As [`receive`](crate::receive()), and if the layer verified the request for another endpoint
/// ([`Rejection::VerifiedElsewhere`]).
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
    ProofOf<P, Bytes>: Clone + Send + Sync + 'static,
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

/// The proof that a layer has left for this verifier, if there is one.
fn take_over<P>(
    verifier: &Verifier<P>,
    extensions: &Extensions,
) -> Result<Option<ProofOf<P, Bytes>>, Refusal>
where
    P: Endpoint,
    ProofOf<P, Bytes>: Clone + Send + Sync + 'static,
{
    let Some(VerifiedFor(endpoint)) = extensions.get() else { return Ok(None) };
    if *endpoint != verifier.endpoint() {
        return Err(Refusal::rejected(verifier, Rejection::VerifiedElsewhere));
    }
    let left = extensions.get::<Left<P>>().filter(|left| left.verifier.ptr_eq(verifier));
    Ok(left.map(|left| left.proof.clone()))
}
