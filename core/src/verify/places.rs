//! The places that an endpoint reads, where its provider lets the user choose them.

use crate::error::ConfigFault;
use crate::scheme::place::{Place, is_field_name};
use crate::scheme::time::TimestampFormat;
use crate::scheme::{Algorithm, Part, Scheme};
use crate::verify::framing::FRAMING;
use alloc::vec::Vec;

/// The places that an endpoint reads instead of those of its scheme.
#[derive(Clone, Copy, Debug)]
pub(super) struct ChosenPlaces {
    pub(super) token: Option<TokenPlace>,
    pub(super) signature: Option<&'static str>,
    pub(super) timestamp: Option<&'static str>,
}

/// The place of a static token, which is not yet known to be sound.
#[derive(Clone, Copy, Debug)]
pub(super) enum TokenPlace {
    Header(&'static str),
    Parameter(&'static str),
    LastSegment,
}

impl TokenPlace {
    fn place(self) -> Result<Place, ConfigFault> {
        match self {
            Self::Header(name) => {
                Place::try_header(name).map_err(|_| ConfigFault::HeaderName(name))
            }
            Self::Parameter(name) => {
                Place::try_query(name).map_err(|_| ConfigFault::ParameterName(name))
            }
            Self::LastSegment => Ok(Place::last_segment()),
        }
    }
}

/// The places of the proof and of the signed timestamp that an endpoint reads.
#[derive(Clone, Copy)]
pub(crate) struct Places {
    pub(crate) signature: Place,
    pub(crate) timestamp: Option<(Place, TimestampFormat)>,
}

impl Places {
    pub(crate) const fn of(scheme: &Scheme) -> Self {
        Self { signature: scheme.signature, timestamp: scheme.timestamp }
    }
}

impl ChosenPlaces {
    pub(super) const NONE: Self = Self { token: None, signature: None, timestamp: None };

    /// Returns the places of an endpoint of this scheme.
    pub(super) fn places(
        self,
        scheme: &Scheme,
        validates_tokens: bool,
    ) -> Result<Places, ConfigFault> {
        let mut places = Places::of(scheme);
        if let Some(token) = self.token {
            let is_token = scheme.check == Algorithm::Token && !validates_tokens;
            let token = token.place()?;
            if !is_token || token.is_header() != scheme.signature.is_header() {
                return Err(ConfigFault::TokenPlace);
            }
            places.signature = token;
        }
        if let Some(name) = self.signature {
            if scheme.check.is_credential() {
                return Err(ConfigFault::SignatureHeader);
            }
            let renamed = renamed(scheme.signature, name)?;
            places.signature = renamed.ok_or(ConfigFault::SignatureHeader)?;
        }
        if let Some(name) = self.timestamp {
            let (place, format) = scheme.timestamp.ok_or(ConfigFault::TimestampHeader)?;
            let place = renamed(place, name)?.ok_or(ConfigFault::TimestampHeader)?;
            places.timestamp = Some((place, format));
        }
        self.check_distinct(&places, scheme)?;
        Ok(places)
    }

    /// Rejects a chosen header field that the endpoint reads for something else, because every
    /// delivery would be lost.
    fn check_distinct(self, places: &Places, scheme: &Scheme) -> Result<(), ConfigFault> {
        let token = match self.token {
            Some(TokenPlace::Header(name)) => Some(name),
            _ => None,
        };
        let timestamp = places.timestamp.as_ref().map(|(place, _)| place);
        let id = scheme.id.as_ref().map(|(place, _)| place);
        let read = [Some(&places.signature), timestamp, id, scheme.algorithm_name.as_ref()];
        let read = read.into_iter().flatten().flat_map(|place| place.names().iter().copied());
        let signed = scheme.content.iter().filter_map(|part| match part {
            Part::Header(name, _) => Some(*name),
            _ => None,
        });
        let required = scheme.required.iter().flat_map(|(place, _)| place.names()).copied();
        let all: Vec<_> = read.chain(signed).chain(required).chain(FRAMING).collect();
        for chosen in [token, self.signature, self.timestamp].into_iter().flatten() {
            if all.iter().filter(|name| **name == chosen).count() > 1 {
                return Err(ConfigFault::ConflictingConditions(chosen));
            }
        }
        Ok(())
    }
}

/// Returns a place in another header field, or `None` if it is not the whole of one.
fn renamed(place: Place, name: &'static str) -> Result<Option<Place>, ConfigFault> {
    if !is_field_name(name) {
        return Err(ConfigFault::HeaderName(name));
    }
    let is_one_value = place.names().len() == 1 && place.separator().is_none() && !place.is_each();
    Ok(is_one_value.then(|| place.renamed(name)))
}
