//! Unsigned handshakes whose body or secret must be read before they are answered.

use crate::read::{Answered, before, next};
use crate::refusal::Refusal;
use bytes::Buf;
use core::pin::{Pin, pin};
use futures_core::Stream;
use verihook::{ExchangeError, Question, QuestionOutcome, Rejection, SecretOffer, Verifier};

/// An unsigned request, and what its head should have contained, for the log.
pub(crate) struct Asked<P> {
    pub(crate) question: Question<P>,
    pub(crate) detail: Option<String>,
}

/// Reads the body of an unsigned request, and answers it if it is a handshake.
pub(crate) async fn answered<P, S, D, E>(
    verifier: &Verifier<P>,
    Asked { mut question, detail }: Asked<P>,
    body: Pin<&mut S>,
    broken: fn(&E) -> Rejection,
) -> Answered
where
    S: Stream<Item = Result<D, E>>,
    D: Buf,
{
    let read = {
        let reading = pin!(read(&mut question, body, broken));
        before(verifier.body_deadline(), reading).await
    };
    // The detail is about the head, so it does not explain why a body broke off.
    let otherwise = question.rejection();
    let refused = |rejection| {
        let detail = detail.as_deref().filter(|_| rejection == otherwise);
        Refusal::rejected_with(verifier, rejection, detail)
    };
    match read.and_then(|()| question.finish()) {
        Ok(QuestionOutcome::Answer(answer)) => {
            Box::new((Refusal::handshake(verifier, answer), None))
        }
        Ok(QuestionOutcome::StoreSecret(offer)) => Box::new((stored(verifier, offer).await, None)),
        Err(rejection) => Box::new((refused(rejection), verifier.drain_rest(Some(rejection)))),
    }
}

/// Waits until the application has stored the secret that the request delivers.
pub(crate) async fn stored<P>(verifier: &Verifier<P>, offer: SecretOffer<P>) -> Refusal {
    let (storing, pending) = offer.into_parts();
    let stored = tokio::time::timeout(verifier.body_deadline(), storing).await;
    match pending.with(stored.unwrap_or(Err(ExchangeError::Unavailable))) {
        Ok(answer) => Refusal::handshake(verifier, answer),
        Err(rejection) => Refusal::rejected(verifier, rejection),
    }
}

async fn read<P, S, D, E>(
    question: &mut Question<P>,
    mut body: Pin<&mut S>,
    broken: fn(&E) -> Rejection,
) -> Result<(), Rejection>
where
    S: Stream<Item = Result<D, E>>,
    D: Buf,
{
    while let Some(chunk) = next(body.as_mut()).await {
        let mut chunk = chunk.map_err(|error| broken(&error))?;
        question.update(&chunk.copy_to_bytes(chunk.remaining()))?;
    }
    Ok(())
}
