//! Known deviations of the frameworks that verihook has adapters for, with the reason for each.
//!
//! A list covers every table of cases. Pass it as the second argument of a suite's macro, or by
//! name: `conform --adapter rocket`.
//!
//! ```
//! use verihook_conformance::deviations;
//!
//! let rocket = deviations::of("rocket").unwrap_or_default();
//! assert!(rocket.iter().any(|deviation| deviation.case == "slow_stalls"));
//! assert!(deviations::of("axum").is_some_and(<[_]>::is_empty));
//! assert!(deviations::of("another").is_none());
//! ```

use crate::Deviation;

/// Returns the deviations of an adapter, by the name of its framework.
#[must_use]
pub fn of(adapter: &str) -> Option<&'static [Deviation]> {
    match adapter {
        "actix" => Some(ACTIX),
        "axum" | "tower" => Some(&[]),
        "rocket" => Some(ROCKET),
        "warp" => Some(WARP),
        _ => None,
    }
}

const EXPECT: &str = "actix-http sends `100 Continue` before the application sees the request";

/// Deviations of actix-web.
pub const ACTIX: &[Deviation] = &[deviates("length_over_expect", &[100, 413], EXPECT)];

const PEEK: &str = "Rocket waits for 14 bytes of the body, or its end, before it calls a guard";
const CONTINUE: &str = "Rocket sends `100 Continue` and waits for the body before it calls a guard";
const METHOD: &str = "Rocket does not call a guard if no route has the method";
const FORM: &str = "Rocket takes the method from a form that begins with `_method=`";
const ROCKET_HIDES_CUTS: &str =
    "Rocket may hide that chunks are missing, so an unsigned body must declare its length";
const ROCKET_HIDES_RESETS: &str =
    "Rocket reports a reset with `NO_ERROR` as the end of the body, so signed bytes are accepted";

/// Deviations of Rocket.
pub const ROCKET: &[Deviation] = &[
    deviates("length_over_declared", &[], PEEK),
    deviates("length_63_bits", &[], PEEK),
    deviates("length_huge", &[], PEEK),
    deviates("length_over_expect", &[100], CONTINUE),
    deviates("slow_stalls", &[], PEEK),
    deviates("slow_stalls_at_0", &[], PEEK),
    deviates("source_before_body", &[], PEEK),
    deviates("basic_chunked", &[411], ROCKET_HIDES_CUTS),
    deviates("basic_cut_chunked", &[411], ROCKET_HIDES_CUTS),
    deviates("basic_cut_chunked_long", &[411], ROCKET_HIDES_CUTS),
    deviates("http2_reset_no_error_at_0", &[], ROCKET_HIDES_RESETS),
    deviates("http2_reset_no_error", &[], ROCKET_HIDES_RESETS),
    deviates("http2_reset_no_error_frames", &[], ROCKET_HIDES_RESETS),
    deviates("http2_basic_no_length", &[411], ROCKET_HIDES_CUTS),
    deviates("http2_basic_end_on_empty_frame", &[411], ROCKET_HIDES_CUTS),
    deviates("http2_basic_trailers", &[411], ROCKET_HIDES_CUTS),
];

/// Further deviations of Rocket, for routes that declare one method and use the data guard.
pub const ROCKET_GUARD: &[Deviation] = &[
    deviates("ok_form_method", &[404], FORM),
    deviates("method_delete", &[404], METHOD),
    deviates("method_options", &[404], METHOD),
    deviates("method_patch", &[404], METHOD),
    deviates("source_stranger_method", &[404], METHOD),
];

const WARP_HIDES_RESETS: &str =
    "warp's stream reports a reset with `NO_ERROR` as its end, so signed bytes are accepted";
const WARP_HIDES_CUTS: &str =
    "warp's stream may hide that a body was truncated, so an unsigned body must declare its length";

/// Deviations of warp.
pub const WARP: &[Deviation] = &[
    deviates("http2_reset_no_error_at_0", &[], WARP_HIDES_RESETS),
    deviates("http2_reset_no_error", &[], WARP_HIDES_RESETS),
    deviates("http2_reset_no_error_frames", &[], WARP_HIDES_RESETS),
    deviates("http2_basic_no_length", &[411], WARP_HIDES_CUTS),
    deviates("http2_basic_end_on_empty_frame", &[411], WARP_HIDES_CUTS),
    deviates("http2_basic_trailers", &[411], WARP_HIDES_CUTS),
];

const fn deviates(case: &'static str, statuses: &'static [u16], reason: &'static str) -> Deviation {
    Deviation { case, statuses, reason }
}
