//! The head of a request, and its body.

use crate::fairing::was_cut;
use rocket::Request;
use rocket::data::{ByteUnit, Data};
use std::io;
use tokio_util::io::ReaderStream;
use verihook::{Head, Marker, Payload, Rejection, Verifier};
use verihook_receive::{Received, Refusal, receive};

/// A head as Rocket has it.
struct RocketHead<'a> {
    request: &'a Request<'a>,
    target: String,
}

impl Head for RocketHead<'_> {
    fn method(&self) -> &str {
        self.request.method().as_str()
    }

    fn target(&self) -> &str {
        &self.target
    }

    fn values<'h>(&'h self, name: &str, each: &mut dyn FnMut(&'h [u8])) {
        for value in self.request.headers().get(name) {
            each(value.as_bytes());
        }
    }

    fn hides_cut_bodies(&self) -> bool {
        true
    }
}

/// How many bytes Rocket reads before routing.
pub(crate) const PEEKED: usize = 14;

/// Receives a request whose body nobody has opened yet.
pub(crate) async fn received<P: Marker, T: Payload>(
    verifier: &Verifier<P>,
    request: &Request<'_>,
    data: Data<'_>,
) -> Result<Received<P, T>, Refusal> {
    let ended = data.peek_complete();
    // The limit is the core's; Rocket's own would cut the body and say nothing.
    let body = data.open(ByteUnit::max_value());
    // Rocket peeked, got less than it asked for, and yet the body did not end: the connection broke.
    if was_cut(request) || (!ended && body.hint() < PEEKED) {
        return Err(Refusal::rejected(verifier, Rejection::BodyIncomplete));
    }
    let receiving = {
        let head = RocketHead { request, target: request.uri().to_string() };
        receive(verifier, &head, ReaderStream::new(body), broken)
    };
    receiving.await
}

fn broken(_: &io::Error) -> Rejection {
    Rejection::BodyIncomplete
}
