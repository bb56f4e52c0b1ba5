//! A scheme, resolved for one endpoint.

use crate::proof::body_id::IdPlace;
use crate::request::field_index::{FieldId, FieldIndex};
use crate::request::indexed_place::IndexedPlace;
use crate::scheme::handshake::Handshake;
use crate::scheme::place::Place;
use crate::scheme::syntax::Syntax;
use crate::scheme::time::TimestampFormat;
use crate::scheme::{Part, Scheme};
use crate::verify::places::Places;
use alloc::vec::Vec;

/// A scheme, resolved for one endpoint when its verifier is built.
///
/// It has the index of the header fields that the endpoint reads, and flags derived from the
/// scheme's data, so that they are not computed for each request.
pub(crate) struct Plan {
    pub(crate) scheme: &'static Scheme,
    /// The header fields that the endpoint reads.
    pub(crate) index: FieldIndex<'static>,
    pub(crate) signature: IndexedPlace,
    /// The place of the name of the algorithm, if the sender names it elsewhere.
    pub(crate) algorithm_name: Option<IndexedPlace>,
    pub(crate) timestamp: Option<(IndexedPlace, TimestampFormat)>,
    pub(crate) id: Option<(IndexedPlace, Syntax)>,
    pub(crate) unsigned_event: Option<IndexedPlace>,
    pub(crate) unsigned_id: Option<IndexedPlace>,
    pub(crate) unsigned_timestamp: Option<IndexedPlace>,
    /// For each part of the signed content, its header field, if it is one.
    pub(crate) part_fields: Vec<FieldId>,
    /// The signed content is the body after a prefix that the head determines, as in most schemes.
    pub(crate) signs_prefix: bool,
    /// The signed content is the body and nothing else.
    pub(crate) signs_body_alone: bool,
    /// The digits of the timestamp could run into an adjacent part, so that only freshness
    /// separates one split of the signed bytes from another.
    pub(crate) splits_by_freshness: bool,
    /// A body may be a signed handshake.
    pub(crate) has_signed_handshake: bool,
    /// The answer to a handshake contains a MAC.
    pub(crate) answers_with_mac: bool,
    /// The timestamp is in the body.
    pub(crate) reads_body: bool,
    /// The place of an id in the body.
    pub(crate) id_in_body: Option<IdPlace>,
}

impl Plan {
    /// Resolves a scheme for an endpoint that reads these header fields too.
    ///
    /// `places` are those of the scheme, or others that the endpoint chose.
    pub(crate) fn new(
        scheme: &'static Scheme,
        places: Places,
        other_fields: impl IntoIterator<Item = &'static str>,
    ) -> Self {
        let chosen = [Some(&places.signature), places.timestamp.as_ref().map(|(place, _)| place)];
        let names = chosen.iter().flatten().flat_map(|place| place.names().iter().copied());
        let fields = other_fields.into_iter().chain(names).chain(scheme.fields());
        Self::with_index(scheme, places, FieldIndex::new(fields))
    }

    /// Resolves a scheme for a few requests, whose fields are looked up by name.
    #[cfg(feature = "sign")]
    pub(crate) fn unindexed(scheme: &'static Scheme) -> Self {
        Self::with_index(scheme, Places::of(scheme), FieldIndex::EMPTY)
    }

    fn with_index(scheme: &'static Scheme, places: Places, index: FieldIndex<'static>) -> Self {
        let place = |place: Place| IndexedPlace::new(place, &index);
        let signs_prefix = scheme.signs_body_last();
        Self {
            signature: place(places.signature),
            algorithm_name: scheme.algorithm_name.map(place),
            timestamp: places.timestamp.map(|(at, format)| (place(at), format)),
            id: scheme.id.map(|(at, syntax)| (place(at), syntax)),
            unsigned_event: scheme.unsigned_event.map(place),
            unsigned_id: scheme.unsigned_id.map(place),
            unsigned_timestamp: scheme.unsigned_timestamp.map(place),
            part_fields: scheme.content.iter().map(|part| field_of(part, &index)).collect(),
            signs_prefix,
            signs_body_alone: signs_prefix && scheme.content.len() <= 1,
            splits_by_freshness: scheme.timestamp_runs_on(),
            has_signed_handshake: scheme.handshakes().any(Handshake::is_signed),
            answers_with_mac: scheme.handshakes().any(Handshake::answers_with_mac),
            reads_body: scheme.has_timestamp_in_body(),
            id_in_body: scheme
                .id
                .and_then(|(at, syntax)| at.json_path().map(|path| IdPlace { path, syntax })),
            scheme,
            index,
        }
    }
}

fn field_of(part: &Part, index: &FieldIndex<'_>) -> FieldId {
    match part {
        Part::Header(name, _) => index.id_of(name),
        _ => FieldId::UNKNOWN,
    }
}
