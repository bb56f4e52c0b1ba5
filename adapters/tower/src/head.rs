//! The head of a request, with the target that was received.

use http::Uri;
use http::request::Parts;
use verihook::{FieldSink, Head, Peer};

/// The request head. Inside a nested router of axum, which strips its prefix from the URI, the
/// target is the received one.
pub(crate) struct TowerHead<'a>(pub(crate) &'a Parts);

impl Head for TowerHead<'_> {
    fn method(&self) -> &str {
        self.0.method.as_str()
    }

    fn target(&self) -> &str {
        let uri = original_uri(self.0).unwrap_or(&self.0.uri);
        uri.path_and_query().map_or("/", |target| target.as_str())
    }

    fn fields<'h>(&'h self, sink: &mut FieldSink<'_, 'h>) {
        self.0.fields(sink);
    }

    fn peer(&self) -> Option<Peer> {
        self.0.peer()
    }
}

/// Returns the URI that axum's router received, which it keeps as an extension.
#[cfg(feature = "axum")]
fn original_uri(parts: &Parts) -> Option<&Uri> {
    parts.extensions.get().map(|axum::extract::OriginalUri(uri)| uri)
}

#[cfg(not(feature = "axum"))]
const fn original_uri(_: &Parts) -> Option<&Uri> {
    None
}
