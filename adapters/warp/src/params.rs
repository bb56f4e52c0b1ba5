//! The values of the preceding filter, as one tuple.

use warp::{Filter, Rejection};

/// The values that the filter before [`handle`](crate::handle) extracts, as one tuple.
///
/// There can be up to four values. A function cannot be generic over the number of a filter's
/// values, but it can be generic over a tuple.
pub trait Params: Send + Sized + 'static {
    /// Returns the same filter with its values in one tuple.
    fn gather<F>(
        filter: F,
    ) -> impl Filter<Extract = (Self,), Error = Rejection> + Clone + Send + Sync + 'static
    where
        F: Filter<Extract = Self, Error = Rejection> + Clone + Send + Sync + 'static;
}

macro_rules! params {
    ($($value:ident)*) => {
        impl<$($value: Send + 'static),*> Params for ($($value,)*) {
            fn gather<Before>(
                filter: Before,
            ) -> impl Filter<Extract = (Self,), Error = Rejection> + Clone + Send + Sync + 'static
            where
                Before: Filter<Extract = Self, Error = Rejection> + Clone + Send + Sync + 'static,
            {
                #[allow(non_snake_case, reason = "a value is named as its type")]
                filter.map(|$($value),*| ($($value,)*))
            }
        }
    };
}

params!();
params!(A);
params!(A B);
params!(A B C);
params!(A B C D);
