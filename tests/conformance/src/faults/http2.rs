//! The plain receiver over HTTP/2 without TLS.

use super::verify::{Head, Shape, Step, Tenancy, answer_of, deliver, field_of, judge_head};
use super::{Flaw, Ledger, Ready};
use crate::{BODY_DEADLINE, BODY_LIMIT};
use h2::RecvStream;
use h2::server::{SendResponse, handshake};
use http::{Request, Response};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use verihook::{Bytes, RejectionKind};

/// Starts a receiver with this flaw that speaks only HTTP/2 and serves until the process ends. It
/// does not answer HTTP/1.
///
/// # Panics
/// If no port is free.
#[allow(clippy::panic, reason = "a test fails by panicking")]
pub fn serve_http2(flaw: Flaw, ledger: &Ledger, ready: Ready) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let Ok(runtime) = runtime else { panic!("no runtime") };
    runtime.block_on(async {
        let Ok(listener) = TcpListener::bind("127.0.0.1:0").await else {
            panic!("no port is free")
        };
        if let Ok(address) = listener.local_addr() {
            ready.at(address);
        }
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(connection(flaw, stream, ledger.clone()));
        }
    });
}

async fn connection(flaw: Flaw, stream: TcpStream, ledger: Ledger) {
    let Ok(mut connection) = handshake(stream).await else { return };
    while let Some(Ok((request, respond))) = connection.accept().await {
        tokio::spawn(stream_of(flaw, request, respond, ledger.clone()));
    }
}

async fn stream_of(
    flaw: Flaw,
    request: Request<RecvStream>,
    respond: SendResponse<Bytes>,
    ledger: Ledger,
) {
    let (head, mut body) = request.into_parts();
    let fields = head.headers.iter();
    let head = Head {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        fields: fields.map(|(name, value)| (name.to_string(), value.as_bytes().to_vec())).collect(),
        tenancy: Tenancy::None,
        shape: Shape::None,
    };
    if flaw == Flaw::NeedsLength && head.values(Flaw::None, "content-length").is_empty() {
        return answer(flaw, Err(RejectionKind::LengthRequired), respond);
    }
    if let Err(kind) = judge_head(flaw, &head) {
        if flaw != Flaw::AnswersBeforeBody {
            let _ =
                tokio::time::timeout(Duration::from_millis(300), collect(flaw, &mut body)).await;
        }
        return answer(flaw, Err(kind), respond);
    }
    let collected = tokio::time::timeout(BODY_DEADLINE, collect(flaw, &mut body)).await;
    let collected = collected.unwrap_or(Err(RejectionKind::TimedOut));
    answer(flaw, collected.and_then(|body| deliver(flaw, &head, body, &ledger)), respond);
}

async fn collect(flaw: Flaw, body: &mut RecvStream) -> Step<Vec<u8>> {
    let mut collected = Vec::new();
    while let Some(data) = body.data().await {
        match data {
            Ok(data) => {
                let _ = body.flow_control().release_capacity(data.len());
                collected.extend_from_slice(&data);
            }
            Err(_) if flaw == Flaw::TakesResetForEnd => return Ok(collected),
            Err(why) if takes_for_end(flaw, &why) => return Ok(collected),
            Err(_) => return Err(RejectionKind::Malformed),
        }
        if collected.len() > BODY_LIMIT && flaw != Flaw::LimitsDeclaredOnly {
            return Err(RejectionKind::TooLarge);
        }
    }
    if let Ok(Some(trailers)) = body.trailers().await
        && flaw == Flaw::AppendsTrailers
    {
        collected.extend(trailers.values().flat_map(|value| value.as_bytes().to_vec()));
    }
    Ok(collected)
}

fn takes_for_end(flaw: Flaw, why: &h2::Error) -> bool {
    match flaw {
        Flaw::TakesNoErrorForEnd => why.reason() == Some(h2::Reason::NO_ERROR),
        Flaw::TakesClosedConnectionForEnd => why.is_io() || why.is_go_away(),
        _ => false,
    }
}

fn answer(flaw: Flaw, delivered: Step<usize>, mut respond: SendResponse<Bytes>) {
    let (status, text) = match delivered {
        Ok(length) => (200, length.to_string()),
        Err(kind) => answer_of(flaw, kind),
    };
    let mut response = Response::builder().status(status);
    if let Some((name, value)) = field_of(flaw, status) {
        response = response.header(name, value);
    }
    let Ok(response) = response.body(()) else { return };
    // An error means that the client has reset the stream.
    if let Ok(mut body) = respond.send_response(response, false) {
        let _ = body.send_data(Bytes::from(text), true);
    }
}
