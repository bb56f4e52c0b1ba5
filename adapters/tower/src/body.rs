//! The request body behind the layer.

use core::convert::Infallible;
use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};
use http_body::{Body, Frame, SizeHint};
use verihook::{Assurance as _, Bytes, Endpoint, Payload, PayloadError, Proof as _, ProofOf};
use verihook_receive::layered::LayeredProof;

/// The body of a verified request: the verified bytes, in one chunk, and the proof.
///
/// Only [`VerifyLayer`](crate::VerifyLayer) creates this type, so an inner service that takes it
/// runs only for verified requests.
pub struct VerifiedBody<P: Endpoint> {
    proof: LayeredProof<P>,
    is_read: bool,
}

impl<P: Endpoint> VerifiedBody<P> {
    pub(crate) const fn new(proof: LayeredProof<P>) -> Self {
        Self { proof, is_read: false }
    }

    /// Returns the proof, which holds the bytes and the delivery.
    ///
    /// It is a [`Verified`](crate::Verified), or an [`Authenticated`](crate::Authenticated) if `P`
    /// does not sign the body.
    pub fn proof(&self) -> &ProofOf<P, Bytes> {
        self.proof.proof()
    }

    /// Returns the proof and consumes the body.
    pub fn into_proof(self) -> ProofOf<P, Bytes> {
        self.proof.into_proof()
    }

    /// Parses the bytes into a payload, such as `Json<T>`, and keeps the proof.
    ///
    /// # Errors
    /// Returns a [`PayloadError`] if the bytes are not a valid `T`. They were signed nevertheless,
    /// so the usual answer is [`Verifier::answer_kind`](crate::Verifier::answer_kind) of
    /// [`RejectionKind::Payload`](crate::RejectionKind::Payload).
    pub fn parse<T: Payload>(self) -> Result<ProofOf<P, T>, PayloadError> {
        P::Proves::parse(self.into_proof())
    }

    fn unread(&self) -> Option<&Bytes> {
        let bytes = self.proof().payload();
        (!self.is_read && !bytes.is_empty()).then_some(bytes)
    }
}

impl<P: Endpoint> fmt::Debug for VerifiedBody<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedBody")
            .field("bytes", &self.proof().payload().len())
            .field("delivery", self.proof().delivery())
            .finish()
    }
}

// The body pins none of its fields.
impl<P: Endpoint> Unpin for VerifiedBody<P> {}

impl<P: Endpoint> Body for VerifiedBody<P> {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let bytes = self.unread().cloned();
        self.is_read = true;
        Poll::Ready(bytes.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.unread().is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.unread().map_or(0, |bytes| bytes.len() as u64))
    }
}
